/* Problems with files that are created for the user, such as images and videos; see ../problems.ts. */

import { counted, grouped } from '../counted'

export const exportsProblems = {
  noWebm: {
    message: () => 'this browser cannot record WebM',
    remedy: () => 'Export a GIF instead.',
  },
  nothingToRecord: { message: () => 'there is nothing to record' },
  recordingFailed: { message: () => 'the browser stopped recording' },
  encoderDidNotLoad: { message: () => 'the encoder did not load' },
  encoderFailed: { message: ({ why }: { why: string }) => `the encoder failed: ${why}` },
  encoderGaveNothing: { message: () => 'the encoder returned no file' },
  noCanvas: { message: () => 'this browser does not provide a canvas to draw on' },
  imageNotEncoded: { message: () => 'the image could not be encoded' },
  imageNotLoaded: {
    message: ({ why }: { why: string }) => `an image could not be loaded: ${why}`,
  },
  folderInUse: {
    message: () => 'the folder is not empty; files in it are never overwritten',
    remedy: () => 'Choose a new or empty folder.',
  },
  gridTooLarge: {
    message: ({ count, size, channels }: { count: number; size: number; channels: number }) =>
      `a grid of ${counted(count, 'image')} of ${size} x ${size} x ${channels} is too large for one PNG`,
    remedy: ({ most }: { most: number }) =>
      `Generate at most ${grouped(most)}, or write one PNG per image (--out FOLDER).`,
  },
  outputNotPng: {
    message: ({ extension }: { extension: string }) =>
      `images are saved as PNG, but the name ends in ${extension}`,
    remedy: ({ instead }: { instead: string }) =>
      `Name it ${instead}; another program can convert it.`,
  },
  outputIsFolder: {
    message: () => 'this is a folder, not a file',
    remedy: () => 'Add a file name, such as images.png.',
  },
  outputNotAFile: {
    message: () => 'this is not a regular file and will not be overwritten',
    remedy: () => 'Choose another name.',
  },
  outputFolderMissing: {
    message: ({ folder }: { folder: string }) => `there is no folder ${folder}`,
    remedy: () => 'Create the folder first, or check the path.',
  },
  outputIsFile: {
    message: ({ file }: { file: string }) => `${file} is a file, not a folder`,
    remedy: () => 'Choose another folder.',
  },
  folderNotWritable: {
    message: ({ why }: { why: string }) => `cannot write to the folder: ${why}`,
    remedy: () => 'Choose a folder that you can write to.',
  },
}
