/* Problems with feature nets; see ../problems.ts. */

import { counted, grouped } from '../counted'

const restore = () =>
  'Restore the folder, or train the net again; docs/feature-nets.md describes its files.'

export const featureNetsProblems = {
  featureNetUnreadable: {
    message: ({ why }: { why: string }) => `The feature net cannot be read: ${why}`,
    remedy: restore,
  },
  netFileMissing: {
    message: ({ file }: { file: string }) => `The feature net's file ${file} is missing`,
    remedy: restore,
  },
  netFileSize: {
    message: ({ file, bytes, expected }: { file: string; bytes: number; expected: number }) =>
      `The feature net's file ${file} has ${counted(bytes, 'byte')}, not ${grouped(expected)}`,
    remedy: restore,
  },
  netFileChanged: {
    message: ({ file, sum, recorded }: { file: string; sum: string; recorded: string }) =>
      `The feature net's file ${file} has been changed: its SHA-256 is ${sum}, not ${recorded}`,
    remedy: restore,
  },
  netForOtherImages: {
    message: ({ title, wanted, given }: { title: string; wanted: string; given: string }) =>
      `The feature net “${title}” takes ${wanted}, but is given ${given}`,
    remedy: () =>
      'Measure with a net for such images, or with “random-conv”, which takes images of any size.',
  },
  tooManyFeatures: {
    message: ({ most }: { most: number }) =>
      `the last layer has more than ${grouped(most)} inputs, which are the features`,
    remedy: () => 'Insert a smaller linear layer before the last one.',
  },
}
