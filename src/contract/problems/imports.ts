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
}
