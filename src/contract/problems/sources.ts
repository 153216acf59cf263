/* Problems with sources of images; see ../problems.ts. */

import { counted, grouped } from '../counted'

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
  sourceSpecial: {
    message: ({ name }: { name: string }) =>
      `The files here are not pictures: the system generates them when they are read (${name})`,
    remedy: others,
  },
  sourceSlow: {
    message: ({ seconds }: { seconds: number }) =>
      `Looking inside the source took more than ${counted(seconds, 'second')} and was stopped`,
    remedy: () =>
      'Check that the disk is connected and not busy, then try again; or copy the files to a faster disk.',
  },
  sourceCancelled: { message: () => 'Looking inside the source was cancelled' },
  sourceWebAddress: {
    message: () => 'This is a web address, not a file or folder',
    remedy: () => 'Download the file first, then give its path.',
  },
  sourceAddressUnreadable: {
    message: () => 'This file:// address is not a path on the machine that runs GAN Studio',
    remedy: () => 'Give the path of the file or folder instead.',
  },
  noteKnownSet: {
    message: ({ title }: { title: string }) =>
      `These are the files of ${title}, so its class names are used`,
  },
  noteClassesWithoutTraining: {
    message: ({ count, names }: { count: number; names: string }) =>
      count === 1
        ? `The class ${names} has no training images`
        : `${counted(count, 'class', 'classes')} have no training images: ${names}`,
    remedy: () =>
      'Networks cannot learn a class without images. Add training images, or keep only the other classes.',
  },
  noteStoredAlready: {
    message: ({ title }: { title: string }) =>
      `These images are already stored in the data set ${title}`,
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
      sampled === 1
        ? `The picture ${first} cannot be used: ${why}`
        : count === 1
          ? `1 of ${grouped(sampled)} sampled pictures, ${first}, cannot be used: ${why}`
          : `${grouped(count)} of ${grouped(sampled)} sampled pictures cannot be used; ` +
            `the first is ${first}: ${why}`,
  },
}
