/* Disk errors, by the error code that the system reports; see ../problems.ts. */

import { grouped } from '../counted'

/** Something other than a regular file. */
export type FileKind = 'folder' | 'pipe' | 'socket' | 'device'

const kinds: Record<FileKind, string> = {
  folder: 'a folder',
  pipe: 'a named pipe',
  socket: 'a socket',
  device: 'a device',
}

export interface Doing {
  /** Completes "Could not …". */
  doing: string
}

export const diskProblems = {
  diskFull: {
    message: ({ doing }: Doing) => `Could not ${doing}: the disk is full`,
    remedy: () => 'Free some space there and try again.',
  },
  diskQuota: {
    message: ({ doing }: Doing) => `Could not ${doing}: your disk quota is used up`,
    remedy: () => 'Free some space there and try again.',
  },
  diskDenied: {
    message: ({ doing }: Doing) => `Could not ${doing}: permission denied`,
    remedy: () => 'Change the permissions, or choose another data folder.',
  },
  diskNotPermitted: {
    message: ({ doing }: Doing) => `Could not ${doing}: operation not permitted`,
    remedy: () => 'Change the permissions, close programs that use it, or choose another folder.',
  },
  diskReadOnly: {
    message: ({ doing }: Doing) => `Could not ${doing}: the disk is read-only`,
    remedy: () => 'Choose a data folder on a writable disk.',
  },
  diskNothingThere: {
    message: ({ doing }: Doing) => `Could not ${doing}: no such file or folder`,
    remedy: () => 'Check the path and that its disk is connected.',
  },
  diskNotAFolder: {
    message: ({ doing }: Doing) => `Could not ${doing}: part of the path is not a folder`,
    remedy: () => 'Check the path.',
  },
  diskAFolder: {
    message: ({ doing }: Doing) => `Could not ${doing}: it is a folder, not a file`,
    remedy: () => 'Check the path.',
  },
  diskFault: {
    message: ({ doing }: Doing) => `Could not ${doing}: the disk reported an error`,
    remedy: () => 'The disk may be failing. Copy your data elsewhere and check the disk.',
  },
  diskManyFiles: {
    message: ({ doing }: Doing) => `Could not ${doing}: too many files are open`,
    remedy: () => 'Close other programs, or raise the limit on open files.',
  },
  diskBusy: {
    message: ({ doing }: Doing) => `Could not ${doing}: another program is using it`,
    remedy: () => 'Close the other program and try again.',
  },
  diskOther: {
    message: ({ doing, why }: Doing & { why: string }) => `Could not ${doing}: ${why}`,
    remedy: () => 'Check the disk that holds this path, then try again.',
  },
  diskLinkLoop: {
    message: ({ doing }: Doing) => `Could not ${doing}: symbolic links on the path form a loop`,
    remedy: () => 'Remove or correct the links.',
  },
  diskNameTooLong: {
    message: ({ doing }: Doing) => `Could not ${doing}: the path is too long for the system`,
    remedy: () => 'Use shorter names.',
  },
  diskNotEmpty: {
    message: ({ doing }: Doing) => `Could not ${doing}: the folder is not empty`,
    remedy: () => 'Check the folder; another program may be writing to it.',
  },
  diskFileTooBig: {
    message: ({ doing }: Doing) =>
      `Could not ${doing}: the file would be larger than the disk or a limit allows`,
    remedy: () => 'Use a disk that allows larger files, or raise the limit (ulimit -f).',
  },
  diskGone: {
    message: ({ doing }: Doing) => `Could not ${doing}: the disk is no longer connected`,
    remedy: () => 'Connect the disk again.',
  },
  notARegularFile: {
    message: ({ kind }: { kind: FileKind }) => `it is ${kinds[kind]}, not a regular file`,
    remedy: () => 'Remove it, or put the right file in its place.',
  },
  notAFolder: {
    message: () => 'it is a file, but a folder belongs here',
    remedy: () => 'Remove it, or put the right folder in its place.',
  },
  fileImplausiblyLarge: {
    message: ({ bytes, most }: { bytes: number; most: number }) =>
      `it is too large: ${grouped(bytes)} bytes, where at most ${grouped(most)} are read`,
    remedy: () => 'Check that it is the right file.',
  },
  linkLoop: {
    message: () => 'the symbolic links that lead to it form a loop',
    remedy: () => 'Remove the links, or put the file in their place.',
  },
  linkLeadsNowhere: {
    message: () => 'No folder can be created here: a symbolic link of this name leads nowhere',
    remedy: () => 'Remove the link, or create the folder that it leads to.',
  },
  fileInTheWay: {
    message: () => 'No folder can be created here: there is a file of this name',
    remedy: () => 'Choose another folder, or move the file.',
  },
  placeTakesNothing: {
    message: () => 'Nothing can be saved here: this file system does not allow it',
    remedy: () => 'Choose a folder on an ordinary disk.',
  },
  jsonTooDeep: {
    message: ({ most }: { most: number }) => `it is nested more than ${grouped(most)} levels deep`,
  },
  jsonTooMuch: {
    message: ({ most }: { most: number }) => `it holds more than ${grouped(most)} values`,
  },
}
