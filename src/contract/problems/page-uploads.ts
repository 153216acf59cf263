/* Problems with sending files from a page to the host; see ../problems.ts. */

import { grouped } from '../counted'

export const pageUploadsProblems = {
  uploadUnreadable: {
    message: () => 'The file can no longer be read',
    remedy: () => 'It may have been moved or changed. Choose it again.',
  },
  uploadRefused: {
    message: ({ why }: { why: string }) => `GAN Studio did not accept the file: ${why}`,
    remedy: () => 'Try again, or enter the path of the file on the machine that runs GAN Studio.',
  },
  uploadUnreachable: {
    message: () => 'GAN Studio could not be reached',
    remedy: () => 'Check that it is running, then try again.',
  },
  uploadStuck: {
    message: () => 'The upload made no progress',
    remedy: () => 'Try again, or enter the path of the file on the machine that runs GAN Studio.',
  },
  uploadFolderEmpty: {
    message: () => 'There are no files in the folder',
    remedy: () => 'Hidden files are not uploaded. Choose another folder.',
  },
  uploadFolderTooMany: {
    message: ({ most }: { most: number }) =>
      `The folder has more than ${grouped(most)} files, the limit for one upload`,
    remedy: () =>
      'Pack the folder into a zip file and upload that, or enter the path of the folder on the machine that runs GAN Studio.',
  },
  uploadFolderUnreadable: {
    message: () => 'The browser cannot read this part of the folder',
    remedy: () =>
      'Check that you have permission to read it, or pack the folder into a zip file and upload that.',
  },
  uploadOtherType: {
    message: () =>
      'Only pictures, folders of pictures, and .zip, .npz and .npy files can be uploaded',
    remedy: () => 'For other files, enter their path on the machine that runs GAN Studio.',
  },
  uploadWithoutPictures: {
    message: ({ name }: { name: string }) =>
      `None of the files in the folder is a picture (such as ${name})`,
    remedy: () => 'Choose a folder of pictures, or upload a .zip, .npz or .npy file by itself.',
  },
  uploadByPath: {
    message: ({ name }: { name: string }) =>
      `IDX and CIFAR files, such as ${name}, cannot be uploaded`,
    remedy: () =>
      'Copy them to the machine that runs GAN Studio, and enter the path of their folder above.',
  },
  uploadSeveral: {
    message: () => 'Only pictures and folders can be uploaded together',
    remedy: () =>
      'Leave out this file, choose the folder that contains everything, or upload the file by itself.',
  },
  severalFiles: {
    message: () => 'Several files or folders cannot be added together',
    remedy: ({ parent }: { parent: string }) =>
      parent === ''
        ? 'Move them into one folder, and add that; or choose only one of them.'
        : `Add the folder that contains them, ${parent}, or only one of them. If it contains other classes, choose below which to keep.`,
  },
}
