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
      `The files here are made by the system when they are read (${name}), and are not pictures`,
    remedy: others,
  },
  sourceSlow: {
    message: ({ seconds }: { seconds: number }) =>
      `Looking inside took more than ${counted(seconds, 'second')} and was stopped`,
    remedy: () =>
      'Check that the disk is connected and not busy, then try again; or copy the files to a faster disk.',
  },
  sourceCancelled: { message: () => 'Looking inside was cancelled' },
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
      `These are the files of ${title}, so the classes have its names`,
  },
  noteStoredAlready: {
    message: ({ title }: { title: string }) => `You have these images already, as ${title}`,
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
        : `${grouped(count)} of ${grouped(sampled)} sampled pictures cannot be used; ` +
          `${count === 1 ? 'it is' : 'the first is'} ${first}: ${why}`,
  },
}
