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
  uploadSeveral: {
    message: () => 'Only pictures can be uploaded together',
    remedy: () => 'Choose the folder that contains the files, or one file.',
  },
  severalFiles: {
    message: () => 'Several files cannot be added together',
    remedy: () => 'Choose the folder that contains them, or one file.',
  },
}
