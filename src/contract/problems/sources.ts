/* Problems with sources of images; see ../problems.ts. */

import { grouped } from '../counted'

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
  noteUnusableSample: {
    message: ({
      count,
      sampled,
      first,
      why,
    }: {
      count: number
      sampled: number
      first: string
      why: string
    }) =>
      `${grouped(count)} of ${grouped(sampled)} sampled pictures cannot be used; the first is ${first}: ${why}`,
  },
}
