/* Problems of importing data sets and with stored ones; see ../problems.ts. */

import { counted } from '../counted'

export const importsProblems = {
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
