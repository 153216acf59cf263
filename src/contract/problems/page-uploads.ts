/* Problems with sending a file from a page to the host; see ../problems.ts. */

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
  uploadIsFolder: {
    message: () => 'A browser cannot upload a folder',
    remedy: () =>
      'Pack the folder into a zip file and drop that, or enter the path of the folder on the machine that runs GAN Studio.',
  },
  uploadOtherType: {
    message: () => 'Only .zip, .npz and .npy files can be uploaded',
    remedy: () =>
      'Pack other files into a zip file, or enter their path on the machine that runs GAN Studio.',
  },
}
