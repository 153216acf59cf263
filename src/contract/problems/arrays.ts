/* Problems with arrays; see ../problems.ts. */

import { counted, grouped } from '../counted'
import { npyProblems } from './npy'

const fetchAgain = () => 'Download or copy the file again.'

export interface Named {
  name: string
}

export const arraysProblems = {
  ...npyProblems,
  bytesEndEarly: {
    message: ({ expected, found }: { expected: number; found: number }) =>
      `The data ends after ${counted(found, 'byte')}, where at least ${grouped(expected)} are expected`,
    remedy: fetchAgain,
  },
  packedDataCorrupt: {
    message: ({ why }: { why: string }) => `The compressed data is damaged: ${why}`,
    remedy: fetchAgain,
  },
  tooManyClasses: {
    message: ({ classes, most }: { classes: number; most: number }) =>
      `The labels have ${grouped(classes)} different values, more than the limit of ${counted(most, 'class', 'classes')}; they are not used`,
  },
  testImagesWithoutLabels: {
    message: () =>
      'The training images have labels but the test images have none; the test images are not used',
  },
  severalSets: {
    message: ({ sets }: { sets: string }) => `The folder has more than one data set: ${sets}`,
    remedy: () =>
      'Give the path of the images file of one of them, or choose one by name with the option “set”.',
  },
  setNotThere: {
    message: ({ set, sets }: { set: string; sets: string }) =>
      `The folder has no data set ${set}; it has ${sets}`,
    remedy: () => 'Choose one of these names with the option “set”.',
  },
  emnistTurned: {
    message: () =>
      'EMNIST stores its images with rows and columns exchanged, so they are turned upright',
    remedy: () => 'If they are upright already, turn off the option “transpose”.',
  },
  cifarForPython: {
    message: () =>
      'These are the Python files (pickles) of CIFAR, and reading a pickle can run any program',
    remedy: () =>
      'Download the binary version instead: cifar-10-binary.tar.gz or cifar-100-binary.tar.gz.',
  },
  cifarNotFound: {
    message: () => 'There are no files of the binary version of CIFAR here',
    remedy: () =>
      'Give the folder with data_batch_1.bin (CIFAR-10) or train.bin (CIFAR-100), or the archive cifar-10-binary.tar.gz or cifar-100-binary.tar.gz.',
  },
  cifarWithoutTraining: {
    message: () => 'Only the test images of CIFAR are here',
    remedy: () => 'Add data_batch_1.bin to data_batch_5.bin, or train.bin for CIFAR-100.',
  },
  cifarNotWhole: {
    message: ({ name, bytes, record }: Named & { bytes: number; record: number }) =>
      `${name} has ${counted(bytes, 'byte')}, which is not a whole number of images of ${grouped(record)} bytes`,
    remedy: fetchAgain,
  },
  cifarLabelUnknown: {
    message: ({
      name,
      image,
      label,
      classes,
    }: Named & Record<'image' | 'label' | 'classes', number>) =>
      `Image ${grouped(image)} in ${name} has the label ${label}, but there ${classes === 1 ? 'is' : 'are'} only ${counted(classes, 'class', 'classes')}`,
    remedy: fetchAgain,
  },
  tarDamaged: {
    message: () => 'The file is damaged, or not a tar archive',
    remedy: fetchAgain,
  },
  gridWithoutCell: {
    message: ({ width, height }: { width: number; height: number }) =>
      `This is one picture of ${grouped(width)} x ${grouped(height)} pixels`,
    remedy: () =>
      'If it contains a grid of images, give the width and height of one of them with the option “cell”, and the gap between images and the margin around them if there are any. Otherwise choose a folder of pictures.',
  },
  gridCellTooLarge: {
    message: ({ cell, margin, picture }: { cell: string; margin: number; picture: string }) =>
      `A cell of ${cell} pixels with a margin of ${margin} does not fit in the picture of ${picture} pixels`,
    remedy: () => 'Give the width and height of one image of the grid with the option “cell”.',
  },
  gridLeftOver: {
    message: ({
      columns,
      rows,
      width,
      height,
    }: Record<'columns' | 'rows' | 'width' | 'height', number>) =>
      `The picture has ${counted(columns, 'column')} and ${counted(rows, 'row')}; ${counted(width, 'pixel')} to the right and ${counted(height, 'pixel')} below are left over`,
    remedy: () => 'If that is wrong, change the width, height, gap or margin of the cells.',
  },
  gridUnreadable: {
    message: ({ why }: { why: string }) => `The picture cannot be read: ${why}`,
    remedy: fetchAgain,
  },
  manifestUnreadable: {
    message: ({ why }: { why: string }) => `The list of generated images cannot be read: ${why}`,
    remedy: () => 'Generate the images again, or remove manifest.json to read all pictures here.',
  },
  imageFileUnreadable: {
    message: ({ why }: { why: string }) => `The file cannot be read: ${why}`,
  },
}
