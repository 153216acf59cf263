/* Problems with downloads of known data sets, class names and uploads; see ../problems.ts. */

import { counted, grouped } from '../counted'

export interface Checksums {
  sum: string
  wanted: string
}

/*
 * `mirror…` are the reasons why a file could not be downloaded from one address; those after
 * `downloadFailed` summarise them.
 */
export const knownProblems = {
  knownSetUnknown: {
    message: ({ name }: { name: string }) => `There is no known data set named "${name}"`,
    remedy: ({ known }: { known: string }) => `The known data sets are: ${known}.`,
  },
  downloadFailed: {
    message: ({ name, why }: { name: string; why: string }) =>
      `${name} could not be downloaded: ${why}`,
    remedy: () =>
      'Try again later, or download the files on another machine and add them with “Use downloaded files…” in the studio or --from on the command line.',
  },
  downloadOffline: {
    message: () => 'none of its servers could be reached',
  },
  downloadNowhere: {
    message: () => 'no server that answered has the file any more',
  },
  downloadOther: {
    message: () => 'its servers sent something other than the published file',
  },
  downloadUnserved: {
    message: () => 'none of its servers could send it',
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
      `the server's file has ${counted(bytes, 'byte')} instead of ${grouped(expected)}`,
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
    message: () => 'the server did not resume at the requested position',
  },
  otherChecksum: {
    message: ({ sum, wanted }: Checksums) =>
      `it differs from the published file: its MD5 is ${sum} instead of ${wanted}`,
  },
  knownFileOther: {
    message: ({ why }: { why: string }) => `This file cannot be used: ${why}`,
    remedy: () => 'It may be damaged, or of another version. Download it again.',
  },
  knownFilesOfOther: {
    message: ({ title, actual }: { title: string; actual: string }) =>
      `These are the files of ${actual}, not of ${title}`,
    remedy: ({ title }: { title: string }) => `Choose the folder with the files of ${title}.`,
  },
  knownFileMissing: {
    message: ({ name }: { name: string }) => `${name} is not here`,
    remedy: ({ names }: { names: string }) =>
      `Choose a folder that contains these files: ${names}.`,
  },
  archiveDamaged: {
    message: ({ why }: { why: string }) => `The archive cannot be unpacked: ${why}`,
    remedy: () => 'Delete it, and download it again.',
  },
  archiveLacks: {
    message: ({ name }: { name: string }) => `The archive does not contain ${name}`,
    remedy: () => 'Delete it, and download it again.',
  },
  downloadsInUse: {
    message: ({ title }: { title: string }) => `The files are still needed to add ${title}`,
    remedy: () => 'Wait until it has been added, or cancel its download or import.',
  },
  classNamesWithoutLabels: {
    message: () => 'The images have no classes to name',
    remedy: () => 'Import without class names.',
  },
  classNamesOfOtherCount: {
    message: ({ found, classes }: { found: number; classes: number }) =>
      `There are ${counted(found, 'class name')} for ${counted(classes, 'class', 'classes')}`,
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
      `The file has ${size}; uploads are limited to ${limit}`,
    remedy: () => 'Copy the file to the machine that runs GAN Studio, and enter its path there.',
  },
  uploadNoSpace: {
    message: ({ size, available }: { size: string; available: string }) =>
      `The file has ${size}; the disk of the machine that runs GAN Studio has only ${available} available`,
    remedy: () => 'Free some space there and try again.',
  },
  uploadsTooMany: {
    message: ({ most }: { most: number }) =>
      `There are already ${counted(most, 'upload')}, which is the limit`,
    remedy: () => 'Cancel some of them, or delete old ones from the folder.',
  },
  uploadAtOtherPlace: {
    message: ({ asked, has }: { asked: number; has: number }) =>
      `The upload has ${counted(has, 'byte')} so far, but the piece begins after ${grouped(asked)}`,
    remedy: () => 'Continue after the bytes that have arrived.',
  },
  uploadBusy: {
    message: () => 'Another piece of this upload is still arriving',
    remedy: () => 'Send one piece at a time.',
  },
  uploadInUse: {
    message: () => 'The upload belongs to an import that is not complete',
    remedy: () => 'Wait until the import is complete, or cancel it.',
  },
  uploadPieceTooLong: {
    message: ({ most }: { most: number }) => `The piece has more than ${counted(most, 'byte')}`,
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
