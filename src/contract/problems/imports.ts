/* Problems with imports and with the data sets that they stored; see ../problems.ts. */

import { counted, grouped } from '../counted'

const addAgain = () => 'Restore the folder from a copy, or add the images again.'

export const importsProblems = {
  datasetUnreadable: {
    message: ({ why }: { why: string }) => `The data set cannot be read: ${why}`,
    remedy: addAgain,
  },
  datasetFileMissing: {
    message: ({ file }: { file: string }) => `The data set's file ${file} is missing`,
    remedy: addAgain,
  },
  datasetFileSize: {
    message: ({ file, bytes, expected }: { file: string; bytes: number; expected: number }) =>
      `The data set's file ${file} has ${counted(bytes, 'byte')} instead of ${grouped(expected)}`,
    remedy: addAgain,
  },
  datasetFileOutside: {
    message: ({ file }: { file: string }) =>
      `The data set's file is not in its folder: ${JSON.stringify(file)}`,
    remedy: addAgain,
  },
  datasetFileUnreadable: {
    message: ({ file, why }: { file: string; why: string }) =>
      `The data set's file ${file} cannot be read: ${why}`,
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
  importUnreadable: {
    message: ({ why }: { why: string }) => `The import cannot be continued: ${why}`,
    remedy: () => 'Cancel it, and add the images again.',
  },
  sourceChanged: {
    message: () => 'The files have changed since this import began',
    remedy: () => 'Cancel the import, and add the images again.',
  },
  nothingSelected: {
    message: () => 'No training image is left with these settings',
    remedy: () => 'Choose more classes, or a higher limit.',
  },
  nothingUsable: {
    message: ({ refused, example, why }: { refused: number; example: string; why: string }) =>
      refused === 0
        ? 'There are no images here'
        : `None of the ${counted(refused, 'file')} could be used, such as ${example}: ${why}`,
    remedy: () => 'Check that these are pictures of a supported format.',
  },
  classesWithoutLabels: {
    message: () => 'The images have no classes to choose from',
    remedy: () => 'Leave out the classes.',
  },
  classUnknown: {
    message: ({ name }: { name: string }) => `There is no class "${name}"`,
    remedy: ({ known }: { known: string }) => `The classes are: ${known}.`,
  },
  pixelsChanged: {
    message: () => 'The images are not those that were stored: their fingerprint differs',
    remedy: () => 'Remove the data set, and add the images again.',
  },
  labelsChanged: {
    message: () => 'The labels are not those that were stored: their fingerprint differs',
    remedy: () => 'Remove the data set, and add the images again.',
  },
  importRunning: {
    message: ({ id }: { id: string }) => `The import ${id} is running already`,
    remedy: () => 'Wait for it, or cancel it.',
  },
  importUnknown: {
    message: ({ id }: { id: string }) => `There is no import ${id}`,
    remedy: () => 'It may be complete already: look at the list of data sets.',
  },
  notPrepared: {
    message: ({ name }: { name: string }) => `${name} is not a data set that was added here`,
    remedy: () =>
      'Only data sets that were added here can be renamed or removed. Move or delete the folder of its files yourself.',
  },
  restoreTaken: {
    message: ({ name }: { name: string }) => `There is a data set ${name} again`,
    remedy: () => 'Rename or remove that one first.',
  },
  removedUnknown: {
    message: () => 'This data set is no longer there to restore',
    remedy: () => 'Add its images again.',
  },
  sourceReaderDied: {
    message: () => 'The process that reads images died while reading these',
    remedy: () =>
      'One of the files may have crashed the decoder, or memory ran out. Try a part of them to find the file.',
  },
  importDied: {
    message: () => 'The process that read the images died',
    remedy: () =>
      'Continue the import; it takes up where it was. If that happens again, one of the files may crash the decoder, or memory may be short.',
  },
}
