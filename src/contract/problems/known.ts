/* Problems of downloading known data sets, of naming classes, and of uploads; see ../problems.ts. */

import { counted, grouped } from '../counted'

export interface Checksums {
  sum: string
  wanted: string
}

/* `mirror…` are the reasons why a file could not be downloaded from one address. */
export const knownProblems = {
  knownSetUnknown: {
    message: ({ name }: { name: string }) => `There is no known data set "${name}"`,
    remedy: ({ known }: { known: string }) => `The known data sets are: ${known}.`,
  },
  downloadFailed: {
    message: ({ name, why }: { name: string; why: string }) =>
      `${name} could not be downloaded: ${why}`,
    remedy: ({ addresses }: { addresses: string }) =>
      `Check the connection and try again. Or download these files elsewhere, and give the folder that contains them: ${addresses} .`,
  },
  downloadDiskTooSmall: {
    message: ({ required, available }: { required: string; available: string }) =>
      `The files need ${required} of disk space; only ${available} is available`,
    remedy: () => 'Free some space there and try again.',
  },
  mirrorRefuses: {
    message: ({ status }: { status: string }) => `the server answered ${status}`,
  },
  mirrorUnreachable: {
    message: ({ why }: { why: string }) => `no connection: ${why}`,
  },
  mirrorSilent: {
    message: ({ seconds }: { seconds: number }) => `no answer within ${counted(seconds, 'second')}`,
  },
  mirrorStalled: {
    message: ({ seconds }: { seconds: number }) => `no data for ${counted(seconds, 'second')}`,
  },
  mirrorWebPage: {
    message: () => 'the server sent a web page instead of the file',
  },
  mirrorOtherSize: {
    message: ({ bytes, expected }: { bytes: number; expected: number }) =>
      `the file has ${counted(bytes, 'byte')} there instead of ${grouped(expected)}`,
  },
  mirrorTooLong: {
    message: ({ most }: { most: number }) =>
      `the server sent more than the file's ${counted(most, 'byte')}`,
  },
  mirrorCutShort: {
    message: ({ done, bytes }: { done: number; bytes: number }) =>
      `the connection ended after ${grouped(done)} of ${counted(bytes, 'byte')}`,
  },
  mirrorOtherRange: {
    message: () => 'the server resumed at another place than requested',
  },
  otherChecksum: {
    message: ({ sum, wanted }: Checksums) =>
      `it is not the published file: its MD5 is ${sum} instead of ${wanted}`,
  },
  knownFileOther: {
    message: ({ why }: { why: string }) => `This file cannot be used: ${why}`,
    remedy: () => 'It may be damaged, or another version. Download it again.',
  },
  knownFileMissing: {
    message: ({ name }: { name: string }) => `There is no ${name} here`,
    remedy: ({ names }: { names: string }) => `Give a folder that contains these files: ${names}.`,
  },
  archiveDamaged: {
    message: ({ why }: { why: string }) => `The archive cannot be unpacked: ${why}`,
    remedy: () => 'Delete it, and download it again.',
  },
  archiveLacks: {
    message: ({ name }: { name: string }) => `The archive does not contain ${name}`,
    remedy: () => 'Delete it, and download it again.',
  },
  classNamesWithoutLabels: {
    message: () => 'The images have no classes to name',
    remedy: () => 'Leave out the names of classes.',
  },
  classNamesOfOtherCount: {
    message: ({ found, classes }: { found: number; classes: number }) =>
      `There are ${counted(found, 'name')} for ${counted(classes, 'class', 'classes')}`,
    remedy: () => 'Give one name for each class.',
  },
  classNameTwice: {
    message: ({ name }: { name: string }) => `Two classes have the name "${name}"`,
    remedy: () => 'Give each class its own name.',
  },
  uploadUnknown: {
    message: () => 'This upload does not exist, or it has been removed',
    remedy: () => 'Upload the file again.',
  },
  uploadEmpty: {
    message: () => 'The file is empty',
    remedy: () => 'Choose another file.',
  },
  uploadTooLarge: {
    message: ({ size, limit }: { size: string; limit: string }) =>
      `The file has ${size}; at most ${limit} can be uploaded`,
    remedy: () => 'Copy it to the machine of the studio, and give its path there.',
  },
  uploadNoSpace: {
    message: ({ size, available }: { size: string; available: string }) =>
      `The file has ${size}; the disk of the studio has only ${available} available`,
    remedy: () => 'Free some space there and try again.',
  },
  uploadsTooMany: {
    message: ({ most }: { most: number }) =>
      `There are ${counted(most, 'upload')} already, which is the most`,
    remedy: () => 'Cancel some of them, or remove them in the folder.',
  },
  uploadAtOtherPlace: {
    message: ({ asked, has }: { asked: number; has: number }) =>
      `The upload has ${counted(has, 'byte')}; the piece begins after ${grouped(asked)}`,
    remedy: () => 'Continue after the bytes that have arrived.',
  },
  uploadBusy: {
    message: () => 'Another piece of this upload is arriving',
    remedy: () => 'Send one piece after the other.',
  },
  uploadPieceTooLong: {
    message: ({ most }: { most: number }) => `A piece has more than ${counted(most, 'byte')}`,
    remedy: () => 'Send smaller pieces.',
  },
  uploadBeyondEnd: {
    message: ({ bytes }: { bytes: number }) =>
      `The piece goes beyond the file's ${counted(bytes, 'byte')}`,
    remedy: () => 'Upload the file again: it may have changed.',
  },
  uploadInvalid: {
    message: ({ why }: { why: string }) => `The request is not valid: ${why}`,
    remedy: () => 'Reload the page and try again.',
  },
}
