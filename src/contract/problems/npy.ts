/* Problems with NumPy's arrays; see ../problems.ts. */

import { counted, exactly, grouped, rounded } from '../counted'

const fetchAgain = () => 'Download or copy the file again.'
const saveAgain = () =>
  'In Python, save the arrays with numpy.savez: images as uint8 of shape (count, height, width) or ' +
  '(count, height, width, channels), labels as whole numbers of shape (count,).'
const nameThem = () =>
  'Name the arrays “images” and “labels”, or “x_train” and “y_train”, or name the array of images with the option “set”.'

export interface Named {
  name: string
}
export interface Shaped extends Named {
  shape: string
}

export const npyProblems = {
  npzDamaged: {
    message: ({ why }: { why: string }) => `The npz archive cannot be read: ${why}`,
    remedy: () =>
      'Download or copy the file again, or save the arrays again in Python with numpy.savez.',
  },
  npzTooManyMembers: {
    message: ({ count, most }: { count: number; most: number }) =>
      `The npz archive has ${exactly(count, 'more than')} arrays, but the limit is ${grouped(most)}`,
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
    message: ({ name, method }: Named & { method: string }) =>
      `The array ${name} is compressed by method ${method}; only deflate (8) and no compression (0) are read`,
    remedy: saveAgain,
  },
  npzWithoutImages: {
    message: ({ arrays }: { arrays: string }) =>
      arrays === ''
        ? 'The file has no arrays'
        : `None of the arrays has the 3 or 4 dimensions of images: ${arrays}`,
    remedy: saveAgain,
  },
  npzSeveralArrays: {
    message: ({ arrays }: { arrays: string }) => `Several arrays could be the images: ${arrays}`,
    remedy: nameThem,
  },
  arrayNotThere: {
    message: ({ set, sets }: { set: string; sets: string }) =>
      `There is no array ${set}; the arrays are ${sets}`,
    remedy: () => 'Choose one of these arrays with the option “set”.',
  },
  npyUnknown: {
    message: ({ name }: Named) => `${name} is not an array in NumPy's format, versions 1 to 3`,
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
      `The array ${name} contains Python objects (a pickle), and reading a pickle can run any program`,
    remedy: () =>
      'If you trust the file, load it in Python and save the images as one array of plain numbers with numpy.savez.',
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
      `The array ${name} is truncated: its header declares the shape ${shape}, but it lacks at least ${counted(missing, 'byte')}`,
    remedy: fetchAgain,
  },
  arrayTrailingBytes: {
    message: ({ name, shape, more }: Shaped & { more: number }) =>
      `The array ${name} has extra data: its header declares the shape ${shape}, but it has ${counted(more, 'byte')} more`,
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
      'For many images, set the option “layout” to NHW. Save a single picture as a PNG instead.',
  },
  arrayLayoutAmbiguous: {
    message: ({ name, shape }: Shaped) =>
      `The shape ${shape} of the array ${name} has two meanings: channels last (NHWC) or channels first (NCHW)`,
    remedy: () => 'Set the option “layout” to NHWC or NCHW.',
  },
  arrayOtherLayout: {
    message: ({ name, shape, layout }: Shaped & { layout: string }) =>
      `The array ${name} has the shape ${shape}, which does not fit the layout ${layout}`,
    remedy: () =>
      'Set the option “layout” to NHW for 3 dimensions, and to NHWC (channels last) or NCHW (channels first) for 4.',
  },
  arrayChannels: {
    message: ({ name, shape, channels }: Shaped & { channels: number }) =>
      `The array ${name} of shape ${shape} has ${grouped(channels)} channels, not 1 (grey), 3 (RGB) or 4 (RGB and alpha)`,
    remedy: () =>
      'Set the option “layout” to NHWC (channels last) or NCHW (channels first), or save images with 1, 3 or 4 channels.',
  },
  imagesOfOtherType: {
    message: ({ name, type }: Named & { type: string }) =>
      `The array ${name} contains elements of type ${type}; images are read from bytes (uint8) and floats (float16, float32, float64)`,
    remedy: () => 'In Python, convert it with array.astype("uint8") if its values are 0 to 255.',
  },
  arrayRangeUnclear: {
    message: ({ name, lowest, highest }: Named & { lowest: number; highest: number }) =>
      `The values of the array ${name} range from ${rounded(lowest)} to ${rounded(highest)}, which does not show which values are black and white`,
    remedy: () =>
      'Give the values of black and white (option “range”), such as 0 and 1, or -1 and 1.',
  },
  arrayWithoutNumbers: {
    message: ({ name }: Named) => `The array ${name} contains no finite numbers`,
    remedy: saveAgain,
  },
  rangeEmpty: {
    message: ({ value }: { value: number }) =>
      `The values of black and white are both ${grouped(value)}`,
    remedy: () => 'Give two different values (option “range”).',
  },
  valueOutsideRange: {
    message: ({ value, lowest, highest }: { value: string; lowest: number; highest: number }) =>
      `The image has the value ${value}, outside the range from ${rounded(lowest)} to ${rounded(highest)}`,
    remedy: () => 'Give the values of black and white (option “range”).',
  },
  valueNotFinite: {
    message: ({ value }: { value: string }) =>
      `The image has the value ${value}, which is not a finite number`,
    remedy: () => 'In Python, replace such values, for example with numpy.nan_to_num(array).',
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
      `Row ${grouped(image)} of the labels ${name} (counted from 0) does not have exactly one 1 among zeros`,
    remedy: () =>
      'Save one class number per image, such as array.argmax(axis=1) in Python, or remove the array: labels are optional.',
  },
}
