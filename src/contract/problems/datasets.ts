/* Problems of data sets and what is asked of them; see ../problems.ts. */

const makeIdx = () =>
  'Give images as unsigned-byte IDX files of 3 dimensions (count, height, width) or 4 ' +
  '(count, height, width, channels), and labels as one of 1 dimension.'
const fetchAgain = () =>
  'Fetch or copy the file again from where it came, or choose another data set.'

export const datasetsProblems = {
  datasetUnknown: {
    message: ({ name }: { name: string }) => `There is no data set or folder "${name}"`,
    remedy: ({ known }: { known: string }) =>
      `Known data sets: ${known || 'none'}. ` +
      'For one of your own, give the path of the folder that holds its IDX files.',
  },
  datasetNameTaken: {
    message: ({ path }: { path: string }) =>
      `Its name stands for ${path}; give its path, or rename it.`,
  },
  datasetWithoutImages: {
    message: ({ split, seen, more }: { split: string; seen: string; more: number }) =>
      `The folder has no ${split}-images-idx3-ubyte or ${split}-images-idx3-ubyte.gz: ` +
      (seen === '' ? 'it is empty' : `it has ${seen}${more === 0 ? '' : ` and ${more} more`}`),
    remedy: () => 'Put the images there under that name, as an IDX file of unsigned bytes.',
  },
  datasetIsAFile: {
    message: () => 'A data set is a folder, and this is a file',
    remedy: ({ folder }: { folder: string }) => `Give the folder of the file: ${folder}`,
  },
  severalDatasets: {
    message: ({ sets, more }: { sets: string; more: number }) =>
      `The folder has more than one data set: ${sets}${more === 0 ? '' : ` and ${more} more`}`,
    remedy: () => 'Give the folder of one of them, or move its files to a folder of their own.',
  },
  picturesNotIdx: {
    message: ({ count, example }: { count: number; example: string }) =>
      `The folder has ${count === 1 ? 'a picture' : `${count} pictures`} (such as ${example}), and training reads IDX files`,
    remedy: () =>
      'Convert the pictures, cropped to squares of one size, to an IDX file of unsigned bytes: ' +
      'train-images-idx3-ubyte with (count, height, width) for grey, or ' +
      'train-images-idx4-ubyte with (count, height, width, 3) for colour.',
  },
  otherSplitOnly: {
    message: ({ split, name }: { split: string; name: string }) =>
      `The folder has ${name}, but no ${split}-images-idx3-ubyte`,
    remedy: () =>
      'Add the training images. To train on these instead, copy them to a new folder as train-images-idx3-ubyte.',
  },
  archiveNotUnpacked: {
    message: ({ name }: { name: string }) =>
      `The folder has an archive that is not unpacked: ${name}`,
    remedy: () => 'Unpack it, then try again.',
  },
  webPageInstead: {
    message: () => 'The file is a web page, not data: the download got a page in its place',
    remedy: () => 'Download the file again, with a link to the file itself.',
  },
  lfsPointerInstead: {
    message: () => 'The file is a Git LFS pointer, not the data itself',
    remedy: () => 'Run "git lfs pull" in its repository.',
  },
  zipInstead: {
    message: () => 'The file is a ZIP archive, not IDX or gzip',
    remedy: () => 'Unpack it, then try again.',
  },
  pictureInstead: { message: () => 'The file is a picture, not IDX', remedy: makeIdx },
  labelsForImages: {
    message: () => 'The file holds labels (1 dimension) where images belong',
    remedy: fetchAgain,
  },
  imagesForLabels: {
    message: ({ dimensions }: { dimensions: number }) =>
      `The file holds images (${dimensions} dimensions) where labels belong`,
    remedy: fetchAgain,
  },
  wrongChannels: {
    message: ({ channels }: { channels: number }) =>
      `The images have ${channels} channels, not 1 (grey) or 3 (RGB)`,
    remedy: () => 'Save them with 1 or 3 channels, the channels last.',
  },
  notSquare: {
    message: ({ width, height }: { width: number; height: number }) =>
      `The images are ${width} pixels wide and ${height} high, and the studio trains on square ones`,
    remedy: () => 'Crop or pad them to squares; the size is free, as they are resized.',
  },
  wrongLabelCount: {
    message: ({ labels, images }: { labels: number; images: number }) =>
      `There are ${labels} labels for ${images} images`,
    remedy: () =>
      'Put there the labels that belong to these images, or take the file away: labels are optional.',
  },
  datasetChanged: {
    message: ({ name }: { name: string }) =>
      `the data set ${name} is not the one this run began with`,
    remedy: ({ expected }: { expected: string }) =>
      `Put the original images of ${expected} back, or start a new run on these.`,
  },
  batchTooLarge: {
    message: ({ batchSize, images }: { batchSize: number; images: number }) =>
      `a batch of ${batchSize} is larger than the data set's ${images} images`,
    remedy: ({ images }: { images: number }) => `Choose a batch size of at most ${images}.`,
  },
  notIdx: {
    message: ({ begins }: { begins: string }) =>
      `Not an IDX file: it begins with ${begins}, where IDX has two zero bytes`,
    remedy: makeIdx,
  },
  idxOfOtherType: {
    message: ({ held }: { held: string }) =>
      `The IDX file holds ${held}, not unsigned bytes (0x08)`,
    remedy: makeIdx,
  },
  idxOfUnknownType: {
    message: ({ type }: { type: string }) =>
      `The IDX file holds elements of the unknown type ${type}, not unsigned bytes (0x08)`,
    remedy: makeIdx,
  },
  idxOfOtherDimensions: {
    message: ({ dimensions }: { dimensions: number }) =>
      `The IDX file has ${dimensions} dimensions, not 1, 3 or 4`,
    remedy: makeIdx,
  },
  idxHeaderShort: {
    message: ({ length, needed }: { length: number; needed: number }) =>
      `The file is too short for an IDX header: it has ${length} of ${needed} bytes`,
    remedy: fetchAgain,
  },
  idxEmpty: {
    message: ({ shape }: { shape: string }) =>
      `The IDX file is empty: its header declares ${shape}`,
    remedy: fetchAgain,
  },
  idxAbsurd: {
    message: ({ shape, most }: { shape: string; most: number }) =>
      `The IDX header declares an absurd size, ${shape}: more than the ${most} bytes the studio reads`,
    remedy: () => 'The file is damaged, or must be split into smaller sets.',
  },
  idxCutShort: {
    message: ({ shape, bytes, missing }: { shape: string; bytes: number; missing: number }) =>
      `The file is cut short: its header declares ${shape} = ${bytes} bytes, and ${missing} of them are missing`,
    remedy: fetchAgain,
  },
  idxGoesOn: {
    message: ({ shape, bytes, more }: { shape: string; bytes: number; more: number }) =>
      `The file goes on after its end: its header declares ${shape} = ${bytes} bytes, and at least ${more} trailing bytes follow`,
    remedy: fetchAgain,
  },
  gzipCutShort: {
    message: () => 'The gzip file is cut short: its end is missing',
    remedy: fetchAgain,
  },
  gzipCorrupt: {
    message: ({ why }: { why: string }) => `The gzip file is corrupt: ${why}`,
    remedy: fetchAgain,
  },
  bundledDamaged: {
    message: ({ name, path, why }: { name: string; path: string; why: string }) =>
      `The ${name} file ${path} is damaged: ${why}`,
    remedy: () =>
      'Restore it with "git checkout -- resources/datasets", or install the studio again.',
  },
  otherSha256: {
    message: ({ found, published }: { found: string; published: string }) =>
      `its SHA-256 is ${found}, and the published one ${published}`,
  },
  dataFolderUnreadable: {
    message: ({ why }: { why: string }) => `The folder cannot be read: ${why}`,
    remedy: fetchAgain,
  },
  dataNotAFile: { message: () => 'This is not a file', remedy: fetchAgain },
  dataFileMissing: { message: () => 'There is no such file', remedy: fetchAgain },
  dataFileUnreadable: {
    message: ({ why }: { why: string }) => `The file cannot be read: ${why}`,
    remedy: () => 'See that the file is readable by you, and that its disk is attached.',
  },
  imageSizeNotWhole: {
    message: ({ size }: { size: number }) => `The image size is ${size}; it must be a whole number`,
  },
  channelsUnknown: {
    message: ({ channels }: { channels: number }) =>
      `The channels are ${channels}; they must be 1 or 3`,
  },
  datasetTooLarge: {
    message: ({
      images,
      size,
      channels,
      gib,
    }: {
      images: number
      size: number
      channels: number
      gib: string
    }) => `${images} images of ${size} x ${size} x ${channels} would take ${gib} GiB`,
    remedy: () => 'Choose a smaller image size: at most 4 GiB are held.',
  },
}
