/* Problems with imports and with the data sets that they stored; see ../problems.ts. */

import { counted, grouped } from '../counted'

const addAgain = () => 'Restore the folder from a copy, or add the images again.'

export const importsProblems = {
  datasetUnreadable: {
    message: ({ why }: { why: string }) => `The data set cannot be read: ${why}`,
    remedy: addAgain,
  },
  datasetFileMissing: {
    message: ({ file }: { file: string }) => `The data set’s file ${file} is missing`,
    remedy: addAgain,
  },
  datasetFileSize: {
    message: ({ file, bytes, expected }: { file: string; bytes: number; expected: number }) =>
      `The data set’s file ${file} has ${counted(bytes, 'byte')} instead of ${grouped(expected)}`,
    remedy: addAgain,
  },
  datasetFileOutside: {
    message: ({ file }: { file: string }) =>
      `The data set’s file is not in its folder: ${JSON.stringify(file)}`,
    remedy: addAgain,
  },
  datasetFileUnreadable: {
    message: ({ file, why }: { file: string; why: string }) =>
      `The data set’s file ${file} cannot be read: ${why}`,
    remedy: () => 'Check that you have permission to read it and that its disk is connected.',
  },
  datasetCountsDiffer: {
    message: ({ images, found }: { images: number; found: number }) =>
      `The data set should have ${counted(images, 'image')}, but its files are for ${grouped(found)}`,
    remedy: addAgain,
  },
  datasetLabelUnknown: {
    message: ({ label, classes }: { label: number; classes: number }) =>
      `An image has the label ${label}, but the data set has only ${counted(classes, 'class', 'classes')}`,
    remedy: addAgain,
  },
  datasetDamaged: {
    message: ({ name }: { name: string }) =>
      `The images of the data set ${name} are no longer those that were stored: their fingerprint differs`,
    remedy: addAgain,
  },
  datasetWithoutTraining: {
    message: ({ name }: { name: string }) => `the data set ${name} has no images to train on`,
    remedy: () => 'Choose another data set, or add the images again.',
  },
  datasetWithoutHoldOut: {
    message: ({ name }: { name: string }) =>
      `the data set ${name} has no images kept out of training`,
    remedy: () => 'Add its images again, and keep some of them out of training.',
  },
  datasetNameAmbiguous: {
    message: ({ name, folders }: { name: string; folders: string }) =>
      `Several data sets are called “${name}”: ${folders}`,
    remedy: () => 'Use the name of one of these folders.',
  },
  datasetLostInTraining: {
    message: ({ file, why }: { file: string; why: string }) =>
      `The images can no longer be read: ${file} was changed or its disk failed (${why})`,
    remedy: () =>
      'The last checkpoint is complete. Restore the data set, then resume the run from there.',
  },
  datasetImageTooLarge: {
    message: ({ size }: { size: number }) =>
      `A single image of the data set, ${size} x ${size} pixels, is too large to read`,
    remedy: () => 'Add the images again at a smaller size.',
  },
}
