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
  netFileUnlisted: {
    message: ({ file }: { file: string }) =>
      `The feature net's model needs the file ${file}, which its feature-net.json does not list`,
    remedy: () => 'List each file of the model under “files”, with its bytes and SHA-256.',
  },
  netDoesNotRun: {
    message: ({ title, why }: { title: string; why: string }) =>
      `The feature net “${title}” does not run: ${why}`,
    remedy: () => 'Compare the inputs and outputs in its feature-net.json with those of the model.',
  },
  netNeedsLabels: {
    message: ({ name }: { name: string }) =>
      `“${name}” has no labels, from which a feature net learns what differs between images`,
    remedy: () => 'Add the images again with labels, or measure with “random-conv”.',
  },
  netNeedsClasses: {
    message: ({ name }: { name: string }) =>
      `All images of “${name}” have the same class, so a feature net has nothing to tell apart`,
    remedy: () => 'Choose a data set with two or more classes, or measure with “random-conv”.',
  },
  netNeedsImages: {
    message: ({ name, images, needed }: { name: string; images: number; needed: number }) =>
      `“${name}” has ${counted(images, 'image')} to train a feature net on, but it takes at least ${grouped(needed)}`,
    remedy: () => 'Add more images, or measure with “random-conv”.',
  },
  netNeedsImagesOfClass: {
    message: ({
      name,
      class: label,
      images,
      needed,
    }: {
      name: string
      class: string
      images: number
      needed: number
    }) =>
      `“${name}” has ${counted(images, 'image')} of class “${label}” to train a feature net on, but it takes at least ${grouped(needed)} of each class`,
    remedy: () => 'Add more images of this class, or add the data set again without it.',
  },
  netNeedsPrepared: {
    message: ({ name }: { name: string }) =>
      `“${name}” was not added to the studio, so no feature net can be kept with it`,
    remedy: () => 'Add it first: gan-studio data add FOLDER.',
  },
  tooManyFeatures: {
    message: ({ most }: { most: number }) =>
      `the last layer has more than ${grouped(most)} inputs, which are the features`,
    remedy: () => 'Insert a smaller linear layer before the last one.',
  },
}
