/* Problems with imports and with the data sets that they stored; see ../problems.ts. */

import { counted, grouped } from '../counted'
import { shellWord } from '../shell-word'

const addAgain = () => 'Restore the folder from a copy, or add the images again.'

const onlyOne = (refused: number, example: string, why: string) =>
  refused === 0 ? 'There are no images here' : `The only file, ${example}, cannot be used: ${why}`

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
      `The data set names a file outside its folder: ${JSON.stringify(file)}`,
    remedy: addAgain,
  },
  datasetFileUnreadable: {
    message: ({ file, why }: { file: string; why: string }) =>
      `The data set's file ${file} cannot be read: ${why}`,
    remedy: () => 'Check that you have permission to read it and that its disk is connected.',
  },
  datasetCountsDiffer: {
    message: ({ images, found }: { images: number; found: number }) =>
      `The data set should have ${counted(images, 'image')}, but its files hold ${grouped(found)}`,
    remedy: addAgain,
  },
  datasetLabelUnknown: {
    message: ({ label, classes }: { label: number; classes: number }) =>
      `An image has the label ${label}, but the data set has only ${counted(classes, 'class', 'classes')}`,
    remedy: addAgain,
  },
  datasetDamaged: {
    message: ({ name }: { name: string }) =>
      `The images of the data set ${name} have changed since they were stored: their fingerprint differs`,
    remedy: addAgain,
  },
  datasetLabelsDamaged: {
    message: ({ name }: { name: string }) =>
      `The labels of the data set ${name} have changed since they were stored: their fingerprint differs`,
    remedy: addAgain,
  },
  datasetWithoutTraining: {
    message: ({ name }: { name: string }) => `the data set ${name} has no images to train on`,
    remedy: () => 'Choose another data set, or add the images again.',
  },
  datasetWithoutHoldOut: {
    message: ({ name }: { name: string }) => `the data set ${name} has no hold-out images`,
    remedy: () => 'Add its images again, and hold some of them out.',
  },
  datasetNameAmbiguous: {
    message: ({ name, folders }: { name: string; folders: string }) =>
      `Several data sets are named “${name}”; their folders are ${folders}`,
    remedy: () => 'Use the name of a folder instead.',
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
    remedy: () => 'Discard the import, and add the images again.',
  },
  importFileShort: {
    message: ({ file, bytes, expected }: { file: string; bytes: number; expected: number }) =>
      `The import cannot be continued: its file ${file} is too short, with ${counted(bytes, 'byte')} instead of at least ${grouped(expected)}`,
    remedy: () => 'Discard the import, and add the images again.',
  },
  sourceChanged: {
    message: () => 'The files have changed since this import began',
    remedy: () => 'Discard the import, and add the images again.',
  },
  nothingSelected: {
    message: () => 'These settings leave no images to train on',
    remedy: () => 'Choose more classes, or a higher limit.',
  },
  nothingUsable: {
    message: ({ refused, example, why }: { refused: number; example: string; why: string }) =>
      refused < 2
        ? onlyOne(refused, example, why)
        : `None of the ${counted(refused, 'file')} could be used, such as ${example}: ${why}`,
    remedy: () => 'Check that these are pictures of a supported format.',
  },
  classesWithoutLabels: {
    message: () => 'The images have no classes to choose from',
    remedy: () => 'Import without choosing classes.',
  },
  classUnknown: {
    message: ({ name }: { name: string }) => `There is no class "${name}"`,
    remedy: ({ known }: { known: string }) => `The classes are: ${known}.`,
  },
  pixelsChanged: {
    message: () => 'The images have changed since they were stored: their fingerprint differs',
    remedy: () => 'Remove the data set, and add the images again.',
  },
  labelsChanged: {
    message: () => 'The labels have changed since they were stored: their fingerprint differs',
    remedy: () => 'Remove the data set, and add the images again.',
  },
  importRunning: {
    message: ({ id }: { id: string }) => `The import ${id} is already running`,
    remedy: () => 'Wait until it ends, or cancel it where it was started.',
  },
  importUnknown: {
    message: ({ id }: { id: string }) => `There is no import named ${id}`,
    remedy: () => 'It may be complete: check the list of data sets.',
  },
  datasetBuiltIn: {
    message: ({ name }: { name: string }) => `The data set ${name} is built in`,
    remedy: () => 'Only imported data sets can be checked, renamed or removed.',
  },
  notPrepared: {
    message: ({ name }: { name: string }) => `The data set ${name} was not added by an import`,
    remedy: () =>
      'Only imported data sets can be checked, renamed or removed. Rename, move or delete the folder of its files yourself.',
  },
  restoreTaken: {
    message: ({ name }: { name: string }) => `Another data set is now named ${name}`,
    remedy: () => 'Remove that data set first.',
  },
  removedUnknown: {
    message: () => 'This removed data set no longer exists',
    remedy: () => 'Add its images again.',
  },
  sourceReaderDied: {
    message: () => 'The process that reads images stopped unexpectedly',
    remedy: () =>
      'A file may have crashed the decoder, or memory ran out. Try with fewer files, to find the one at fault.',
  },
  importDied: {
    message: () => 'The import process stopped unexpectedly',
    remedy: () =>
      'Continue the import: it resumes where it stopped. If this happens again, a file may be crashing the decoder, or there may be too little memory.',
  },
  titleEmpty: {
    message: () => 'The title has no visible characters',
    remedy: () => 'Enter a title with letters or digits.',
  },
  titleTooLong: {
    message: ({ count, most }: { count: number; most: number }) =>
      `The title has ${counted(count, 'character')}, more than the limit of ${grouped(most)}`,
    remedy: () => 'Enter a shorter title.',
  },
  titleLineBreak: {
    message: () => 'The title has line breaks or other control characters',
    remedy: () => 'Use a single line without control characters.',
  },
  datasetRemoved: {
    message: ({ name }: { name: string }) => `The data set "${name}" has been removed`,
    remedy: ({ name }: { name: string }) =>
      `Restore it on the Data page or with "gan-studio data restore ${shellWord(name)}".`,
  },
}
