/* Problems with sending a file from a page to the studio; see ../problems.ts. */

export const pageUploadsProblems = {
  uploadUnreadable: {
    message: () => 'The file can no longer be read',
    remedy: () => 'It may have been moved or changed. Choose it again.',
  },
  uploadRefused: {
    message: ({ why }: { why: string }) => `The studio did not accept the file: ${why}`,
    remedy: () => 'Try again, or enter the path of the file on the studio’s machine.',
  },
  uploadUnreachable: {
    message: () => 'The studio could not be reached',
    remedy: () => 'Check that it is running, then try again.',
  },
  uploadStuck: {
    message: () => 'The upload made no progress',
    remedy: () => 'Try again, or enter the path of the file on the studio’s machine.',
  },
  uploadIsFolder: {
    message: () => 'A browser cannot upload a folder',
    remedy: () =>
      'Pack it into a zip file and drop that, or enter the folder’s path on the studio’s machine.',
  },
  uploadOtherType: {
    message: () => 'Only .zip, .npz and .npy files can be uploaded',
    remedy: () => 'Pack other files into a zip file, or enter their path on the studio’s machine.',
  },
}
