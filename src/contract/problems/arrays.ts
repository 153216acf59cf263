/* Problems with arrays; see ../problems.ts. */

import { counted, grouped } from '../counted'

const fetchAgain = () => 'Download or copy the file again.'
const saveAgain = () =>
  'In Python, save them with numpy.savez: images as uint8 of shape (count, height, width) or ' +
  '(count, height, width, channels), labels as whole numbers of shape (count,).'
const nameThem = () =>
  'Name the arrays “images” and “labels”, or “x_train” and “y_train”, or set “set” to the name of the images.'

interface Named {
  name: string
}
interface Shaped extends Named {
  shape: string
}

export const arraysProblems = {
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
      'The test images have no labels, but the training images have; the test images are not used',
  },
  severalSets: {
    message: ({ sets }: { sets: string }) => `The folder has more than one data set: ${sets}`,
    remedy: () =>
      'Give the path of the images file of one of them, or set “set” to one of these names.',
  },
  setNotThere: {
    message: ({ set, sets }: { set: string; sets: string }) =>
      `The folder has no data set ${set}; it has ${sets}`,
    remedy: () => 'Set “set” to one of these names.',
  },
  emnistTurned: {
    message: () =>
      'EMNIST stores its images with rows and columns exchanged, so they are turned upright',
    remedy: () => 'If they were upright already, set “transpose” to false.',
  },
  npzDamaged: {
    message: ({ why }: { why: string }) => `The npz archive cannot be read: ${why}`,
    remedy: fetchAgain,
  },
  npzTooManyMembers: {
    message: ({ members, most }: { members: number; most: number }) =>
      `The npz archive has ${counted(members, 'member')}, more than the limit of ${grouped(most)}`,
    remedy: saveAgain,
  },
  npzMemberTwice: {
    message: ({ name }: Named) => `The npz archive has the array ${name} twice`,
    remedy: saveAgain,
  },
  npzMemberEncrypted: {
    message: ({ name }: Named) => `The array ${name} is encrypted`,
    remedy: saveAgain,
  },
  npzMemberMethod: {
    message: ({ name, method }: Named & { method: number }) =>
      `The array ${name} is compressed by method ${method}, not deflated (8) or stored (0)`,
    remedy: saveAgain,
  },
  npzWithoutImages: {
    message: ({ arrays }: { arrays: string }) =>
      arrays === ''
        ? 'The file has no arrays'
        : `None of the arrays has the shape of images, 3 or 4 dimensions: ${arrays}`,
    remedy: saveAgain,
  },
  npzSeveralArrays: {
    message: ({ arrays }: { arrays: string }) => `Several arrays may be the images: ${arrays}`,
    remedy: nameThem,
  },
  arrayNotThere: {
    message: ({ set, sets }: { set: string; sets: string }) =>
      `There is no array ${set}; the arrays are ${sets}`,
    remedy: () => 'Set “set” to one of these names.',
  },
  npyUnknown: {
    message: ({ name }: Named) => `${name} is not an array in NumPy's format, version 1 to 3`,
    remedy: saveAgain,
  },
  npyHeaderTooLong: {
    message: ({ name, bytes }: Named & { bytes: number }) =>
      `The array ${name} declares a header of ${grouped(bytes)} bytes, which is implausible`,
    remedy: fetchAgain,
  },
  npyHeaderUnreadable: {
    message: ({ name }: Named) => `The header of the array ${name} is damaged`,
    remedy: fetchAgain,
  },
  arrayOfObjects: {
    message: ({ name }: Named) =>
      `The array ${name} contains Python objects (a pickle), which could run any program when read`,
    remedy: () =>
      'If you trust it, load it in Python and save it as plain numbers, of one shape, with numpy.savez.',
  },
  arrayOfRecords: {
    message: ({ name }: Named) => `The array ${name} contains records with several fields`,
    remedy: saveAgain,
  },
  arrayFortran: {
    message: ({ name }: Named) => `The array ${name} is in Fortran order (columns first)`,
    remedy: () => 'In Python, save numpy.ascontiguousarray(array) instead.',
  },
  arrayTooLarge: {
    message: ({ name, shape }: Shaped) =>
      `The array ${name} declares an implausible shape, ${shape}`,
    remedy: () => 'If the file is not damaged, split it into smaller arrays.',
  },
  arrayCutShort: {
    message: ({ name, shape, missing }: Shaped & { missing: number }) =>
      `The array ${name} is truncated: its header declares the shape ${shape}, but at least ${counted(missing, 'byte')} are missing`,
    remedy: fetchAgain,
  },
  arrayTrailingBytes: {
    message: ({ name, shape, more }: Shaped & { more: number }) =>
      `The array ${name} has extra data: its header declares the shape ${shape}, but ${counted(more, 'more byte')} follow`,
    remedy: fetchAgain,
  },
  arrayEmpty: {
    message: ({ name, shape }: Shaped) => `The array ${name} is empty: its shape is ${shape}`,
    remedy: saveAgain,
  },
  arrayNotImages: {
    message: ({ name, shape }: Shaped) =>
      `The array ${name} has the shape ${shape}, not the 3 or 4 dimensions of images`,
    remedy: saveAgain,
  },
  arrayOfOneImage: {
    message: ({ name, shape }: Shaped) =>
      `The array ${name} has the shape ${shape}: one picture, or many that are a few pixels wide`,
    remedy: () =>
      'For many images, set “layout” to NHW. One picture is opened as a PNG or another picture file.',
  },
  arrayLayoutAmbiguous: {
    message: ({ name, shape }: Shaped) =>
      `The shape ${shape} of the array ${name} has two meanings: channels last (NHWC) or channels first (NCHW)`,
    remedy: () => 'Set “layout” to NHWC or NCHW.',
  },
  arrayOtherLayout: {
    message: ({ name, shape, layout }: Shaped & { layout: string }) =>
      `The array ${name} has the shape ${shape}, which does not fit the layout ${layout}`,
    remedy: () =>
      'Set “layout” to NHW for 3 dimensions, and to NHWC (channels last) or NCHW (channels first) for 4.',
  },
  arrayChannels: {
    message: ({ name, shape, channels }: Shaped & { channels: number }) =>
      `The array ${name} of shape ${shape} has ${grouped(channels)} channels, not 1 (grey), 3 (RGB) or 4 (RGB and alpha)`,
    remedy: () =>
      'Set “layout” to NHWC (channels last) or NCHW (channels first), or save images with 1, 3 or 4 channels.',
  },
  imagesOfOtherType: {
    message: ({ name, type }: Named & { type: string }) =>
      `The array ${name} contains elements of type ${type}; images are read from bytes (uint8) and floats (float16, float32, float64)`,
    remedy: () => 'In Python, convert it with array.astype("uint8") if its values are 0 to 255.',
  },
  arrayRangeUnclear: {
    message: ({ name, lowest, highest }: Named & { lowest: number; highest: number }) =>
      `The values of the array ${name} go from ${lowest} to ${highest}, which does not tell which values are black and white`,
    remedy: () => 'Set “range” to the values of black and white, such as 0 and 1, or -1 and 1.',
  },
  rangeEmpty: {
    message: ({ value }: { value: number }) => `The values of black and white are both ${value}`,
    remedy: () => 'Set “range” to two different values.',
  },
  valueOutsideRange: {
    message: ({ value, lowest, highest }: { value: string; lowest: number; highest: number }) =>
      `The image has the value ${value}, outside of the range from ${lowest} to ${highest}`,
    remedy: () => 'Set “range” to the values of black and white.',
  },
  labelsOfOtherType: {
    message: ({ name, type }: Named & { type: string }) =>
      `The labels ${name} are of type ${type}, not numbers`,
    remedy: saveAgain,
  },
  arrayNotLabels: {
    message: ({ name, shape }: Shaped) =>
      `The array ${name} has the shape ${shape}, which is not that of labels`,
    remedy: saveAgain,
  },
  labelNotWhole: {
    message: ({ name, label }: Named & { label: string }) =>
      `The labels ${name} contain ${label}, which is not a whole number from 0 to 65,535`,
    remedy: () => 'Number the classes from 0, or remove the array: labels are optional.',
  },
  labelsNotOneHot: {
    message: ({ name, image }: Named & { image: number }) =>
      `Row ${grouped(image)} of the labels ${name} is not a single one among zeros`,
    remedy: () =>
      'Save one number per image, such as array.argmax(axis=1) in Python, or remove the array: labels are optional.',
  },
  cifarForPython: {
    message: () =>
      'These are the Python files (pickles) of CIFAR, which could run any program when read',
    remedy: () =>
      'Download the binary version instead: cifar-10-binary.tar.gz or cifar-100-binary.tar.gz.',
  },
  cifarNotFound: {
    message: () => 'There are no files of the binary version of CIFAR here',
    remedy: () =>
      'Give the folder with data_batch_1.bin (CIFAR-10) or train.bin (CIFAR-100), or the archive cifar-10-binary.tar.gz or cifar-100-binary.tar.gz.',
  },
  cifarWithoutTraining: {
    message: () => 'There are only the test images of CIFAR here',
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
      `Image ${grouped(image)} in ${name} has the label ${label}, but there are ${counted(classes, 'class', 'classes')}`,
    remedy: fetchAgain,
  },
  tarDamaged: {
    message: () => 'The tar archive is damaged, or not one',
    remedy: fetchAgain,
  },
  gridWithoutCell: {
    message: ({ width, height }: { width: number; height: number }) =>
      `This is one picture of ${grouped(width)} x ${grouped(height)} pixels`,
    remedy: () =>
      'If it contains a grid of images, set “cell” to the width and height of one image, with the gap between images and the margin around them if there are any. Otherwise give a folder of pictures.',
  },
  gridCellTooLarge: {
    message: ({ cell, margin, picture }: { cell: string; margin: number; picture: string }) =>
      `A cell of ${cell} pixels with a margin of ${margin} does not fit in the picture of ${picture} pixels`,
    remedy: () => 'Set “cell” to the width and height of one image of the grid.',
  },
  gridLeftOver: {
    message: ({
      columns,
      rows,
      width,
      height,
    }: Record<'columns' | 'rows' | 'width' | 'height', number>) =>
      `The picture has ${counted(columns, 'column')} and ${counted(rows, 'row')}; ${counted(width, 'pixel')} to the right and ${counted(height, 'pixel')} below are left over`,
    remedy: () => 'If that is wrong, set another width, height, gap or margin.',
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
