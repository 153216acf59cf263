/* Problems with sources of images; see ../problems.ts. */

const others = () =>
  'Choose a folder or zip file of pictures (PNG, JPEG, WebP, GIF, BMP), a folder of IDX or CIFAR ' +
  'files, or an npz or npy file.'

export const sourcesProblems = {
  sourceMissing: {
    message: () => 'There is no such file or folder',
    remedy: () => 'Check the path.',
  },
  sourceUnknown: {
    message: () => 'No images were found here',
    remedy: others,
  },
}
