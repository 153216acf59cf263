/* Disk errors, by the error code that the system reports; see ../problems.ts. */

export interface Doing {
  /** Completes "Could not …". */
  doing: string
}

export const diskProblems = {
  diskFull: {
    message: ({ doing }: Doing) => `Could not ${doing}: the disk is full`,
    remedy: () => 'Free some space there and try again; what was saved before is intact.',
  },
  diskQuota: {
    message: ({ doing }: Doing) => `Could not ${doing}: your disk quota is used up`,
    remedy: () => 'Free some space there and try again; what was saved before is intact.',
  },
  diskDenied: {
    message: ({ doing }: Doing) => `Could not ${doing}: permission was denied`,
    remedy: () => 'Change the permissions, or choose another data folder.',
  },
  diskNotPermitted: {
    message: ({ doing }: Doing) => `Could not ${doing}: the operation is not permitted`,
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
}
