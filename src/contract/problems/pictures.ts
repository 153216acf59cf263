import { counted, exactly, grouped } from '../counted'
import { labelsProblems } from './picture-labels'
import { zipFaults } from './zip-faults'
import type { Counted } from './picture-labels'

/* Problems with pictures and the folders and zip files that contain them; see ../problems.ts. */

const readable = 'PNG, JPEG, WebP, GIF or BMP'
const convert = () => `Convert it to ${readable}.`
const copyAgain = () => 'Copy or download it again.'

export const picturesProblems = {
  pictureEmpty: { message: () => 'The file is empty', remedy: copyAgain },
  pictureWebPage: {
    message: () => 'The file is a web page, not a picture',
    remedy: () => 'Download the picture again, using a direct link.',
  },
  pictureSvg: {
    message: () => 'The file is an SVG drawing, which has no pixels of its own',
    remedy: () => 'Export it as PNG, in the size that you want.',
  },
  pictureOfOtherFormat: {
    message: ({ format }: { format: string }) =>
      `The picture is in the format ${format}, which is not supported`,
    remedy: convert,
  },
  pictureOtherFile: {
    message: ({ format }: { format: string }) => `The file is not a picture but ${format}`,
    remedy: () => `Put a picture (${readable}) in its place, or remove it.`,
  },
  pictureText: {
    message: () => 'The file is text, not a picture',
    remedy: () => `Put a picture (${readable}) in its place, or remove it.`,
  },
  pictureUnknown: {
    message: () => 'The file is not a picture of a known format',
    remedy: () => `Check that it opens in other programs, and convert it to ${readable}.`,
  },
  pictureTooLarge: {
    message: ({ width, height, most }: { width: number; height: number; most: number }) =>
      `The picture has ${width} x ${height} pixels, more than the limit of ${grouped(most)}`,
    remedy: () => 'Make it smaller, or cut it into several pictures.',
  },
  pictureTooLong: {
    message: ({ width, height, most }: { width: number; height: number; most: number }) =>
      `The picture has ${width} x ${height} pixels, more than the limit of ${grouped(most)} per side`,
    remedy: () => 'Make it smaller, or cut it into several pictures.',
  },
  pictureWithoutPixels: {
    message: ({ width, height }: { width: number; height: number }) =>
      `The picture has no pixels: its size is ${width} x ${height}`,
    remedy: copyAgain,
  },
  pictureCutShort: { message: () => 'The picture is truncated', remedy: copyAgain },
  pictureDamaged: {
    message: () => 'The picture is damaged and cannot be decoded',
    remedy: () => 'Check that it opens in other programs, or copy it again.',
  },
  picturesUndecodable: {
    message: ({ why }: { why: string }) => `Pictures cannot be decoded on this system: ${why}`,
    remedy: () =>
      'Run "npm install" in the folder of GAN Studio, to install the package @napi-rs/canvas for ' +
      'this system. Data sets of IDX files and NumPy arrays work without it.',
  },

  pictureFileTooLarge: {
    message: ({ bytes, most }: { bytes: number; most: number }) =>
      `The file has ${grouped(bytes)} bytes, more than the limit of ${grouped(most)} for a picture`,
    remedy: () => 'Save the picture with compression, or make it smaller.',
  },
  pictureGone: {
    message: () => 'The file has disappeared since the folder was listed',
    remedy: () => 'Leave the folder unchanged while it is imported.',
  },
  pictureChanged: {
    message: () => 'The file has changed since the folder was listed',
    remedy: () => 'Leave the folder unchanged while it is imported.',
  },
  pictureFileUnreadable: {
    message: ({ why }: { why: string }) => `The file cannot be read: ${why}`,
    remedy: () => 'Check that you have permission to read it and that its disk is connected.',
  },
  pictureNotAFile: {
    message: ({ kind }: { kind: 'pipe' | 'socket' | 'device' }) =>
      `It is a ${{ pipe: 'named pipe', socket: 'socket', device: 'device' }[kind]}, not a file`,
    remedy: () => 'Remove it from the folder.',
  },
  pictureLinkLeadsOutside: {
    message: () => 'It is a symbolic link that points outside the folder, and is not followed',
    remedy: () => 'Copy the file itself into the folder.',
  },
  pictureLinkBroken: {
    message: () => 'It is a symbolic link without a target, or in a loop',
    remedy: () => 'Remove the link, or copy the file itself into the folder.',
  },
  pictureLinkToFolder: {
    message: () => 'It is a symbolic link to a folder, and is not followed',
    remedy: () => 'Copy the folder itself.',
  },
  pictureNameNotText: {
    message: () => 'Its name is not valid UTF-8, so the file cannot be opened',
    remedy: () => 'Rename the file.',
  },
  pictureWithoutLabel: {
    message: () => 'The labels file has no label for it',
    remedy: () => 'Add its label, or remove the labels file to import without classes.',
  },
  pictureOutsideClasses: {
    message: () => 'It is not in a class folder, although other pictures are',
    remedy: () => 'Move the picture into the folder of its class.',
  },

  folderUnreadable: {
    message: ({ why }: { why: string }) => `The folder cannot be read: ${why}`,
    remedy: () => 'Check that you have permission to read it and that its disk is connected.',
  },
  arraysInZip: {
    message: ({ name }: { name: string }) =>
      `The zip file has no pictures, only files such as ${name}, which are read from a folder`,
    remedy: () =>
      'Unpack it on the machine that runs GAN Studio, and give the path of that folder.',
  },
  folderWithoutPictures: {
    message: () => `There are no pictures (${readable}) here`,
    remedy: () => 'Choose a folder or a zip file that contains pictures.',
  },
  foldersTooDeep: {
    message: ({ most }: { most: number }) =>
      `There are no pictures in the first ${grouped(most)} levels of folders, and deeper folders are not searched`,
    remedy: () => 'Choose a folder further down.',
  },
  noPicturesSoon: {
    message: ({ count }: Counted) => {
      if (count === 0)
        return 'No files have been found so far, and looking further would take too long'
      const found =
        count === 1
          ? ': the first file found is not one'
          : ` among the first ${counted(count, 'file')}`
      return `There are no pictures (${readable})${found}, and looking at more would take too long`
    },
    remedy: () => 'Choose a folder further down that contains the pictures.',
  },
  folderTooManyFiles: {
    message: ({ most }: { most: number }) => `There are more than ${grouped(most)} files here`,
    remedy: () => 'Import the files in parts, folder by folder.',
  },

  zipNotAZip: {
    message: () => 'The file is not a zip file',
    remedy: () => 'Choose a zip file or a folder of pictures.',
  },
  zipDamaged: {
    message: ({ why }: { why: string }) => `The zip file is damaged or incomplete: ${why}`,
    remedy: () => 'Copy, download or create it again.',
  },
  zipTooManyEntries: {
    message: ({ count, most }: Counted & { most: number }) =>
      `The zip file has ${exactly(count, 'more than')} entries, but the limit is ${grouped(most)}`,
    remedy: () => 'Split it into several zip files.',
  },
  zipOverlapping: {
    message: () => 'The zip file is a zip bomb: its entries share the same data',
    remedy: () => 'Create the zip file again from the folder of pictures.',
  },
  zipChanged: {
    message: () => 'The zip file changed while it was being read',
    remedy: () => 'Try again, and leave the zip file unchanged while it is imported.',
  },
  zipUnsafeName: {
    message: () => 'Its name in the zip file points outside the folder',
    remedy: () => 'Create the zip file again from the folder of pictures.',
  },
  zipLink: {
    message: () => 'It is a symbolic link in the zip file, not a picture',
    remedy: () => 'Create the zip file again, with the files that the links point to.',
  },
  zipEncrypted: {
    message: () => 'It is password-protected',
    remedy: () => 'Create the zip file again without a password.',
  },
  zipOtherCompression: {
    message: ({ method }: { method: string }) =>
      `It is compressed with a method that is not supported (number ${method})`,
    remedy: () => 'Create the zip file again with ordinary compression (deflate).',
  },
  zipSameName: {
    message: () => 'The zip file has an earlier entry of the same name',
    remedy: () => 'Create the zip file again, with each name only once.',
  },
  zipWrongSize: {
    message: () => 'Its data are not of the size that the zip file declares',
    remedy: () => 'The zip file is damaged. Copy or create it again.',
  },
  zipEntryDamaged: {
    message: () => 'Its data in the zip file are damaged',
    remedy: () => 'The zip file is damaged. Copy or create it again.',
  },

  ...zipFaults,
  ...labelsProblems,
}
