/* Problems with data sets and with requests for data; see ../problems.ts. */

import { counted, grouped } from '../counted'
import type { FileFormat } from '../file-format'
import { addLabels } from './add-labels'
import type { LabelsOf } from './add-labels'
import { formatNames } from './formats'

const makeIdx = () =>
  'Save images as an IDX file of unsigned bytes with 3 dimensions (count, height, width) or 4 ' +
  '(count, height, width, channels), and labels as one with 1 dimension.'
const addFirst = () =>
  'Add them as a data set on the Data page or with "gan-studio data add FOLDER", then train on that.'
const fetchAgain = () => 'Download or copy the file again, or choose another data set.'

export const datasetsProblems = {
  datasetUnknown: {
    message: ({ name }: { name: string }) => `There is no data set or folder "${name}"`,
    remedy: ({ known }: { known: string }) =>
      `Available data sets: ${known || 'none'}. ` +
      'Add your own images on the Data page or with "gan-studio data add PATH".',
  },
  datasetNameTaken: {
    message: ({ path }: { path: string }) => `Another data set has this name: ${path}`,
    remedy: () => 'Use the path of this one, or rename it.',
  },
  datasetWithoutImages: {
    message: ({ split, seen, more }: { split: string; seen: string; more: number }) =>
      `The folder has no ${split}-images-idx3-ubyte or ${split}-images-idx3-ubyte.gz: ` +
      (seen === ''
        ? 'it is empty'
        : `it has ${seen}${more === 0 ? '' : ` and ${grouped(more)} more`}`),
    remedy: () => 'Put the images there under that name, as an IDX file of unsigned bytes.',
  },
  severalDatasets: {
    message: ({ sets, more }: { sets: string; more: number }) =>
      `The folder has more than one data set: ${sets}${more === 0 ? '' : ` and ${grouped(more)} more`}`,
    remedy: ({ flags }: { flags: string }) => `Use ${flags} to choose one by its images file.`,
  },
  picturesNotIdx: {
    message: ({ count, example }: { count: number; example: string }) =>
      `The folder has ${count === 1 ? 'an image file' : `${grouped(count)} image files`} (such as ${example}), which must be prepared before training`,
    remedy: addFirst,
  },
  otherSplitOnly: {
    message: ({ split, name }: { split: string; name: string }) =>
      `The folder has ${name}, but no ${split}-images-idx3-ubyte`,
    remedy: () =>
      'Add the training images. To train on these instead, copy them to a new folder as train-images-idx3-ubyte.',
  },
  archiveNotUnpacked: {
    message: ({ name }: { name: string }) => `The folder has an archive, but no data set: ${name}`,
    remedy: () =>
      'A zip file of pictures can be added as it is, on the Data page or with ' +
      '"gan-studio data add FILE"; unpack other archives first.',
  },
  webPageInstead: {
    message: () => 'The file is a web page, not the data itself',
    remedy: () => 'Download the file again, using a direct link.',
  },
  lfsPointerInstead: {
    message: () => 'The file is a Git LFS pointer, not the data itself',
    remedy: () => 'Run "git lfs pull" in its repository.',
  },
  zipInstead: {
    message: () => 'The file is a ZIP archive, not IDX or gzip',
    remedy: () => 'Unpack it, then try again.',
  },
  dataOfOtherFormat: {
    message: ({ format }: { format: FileFormat }) => `The file is ${formatNames[format]}, not IDX`,
    remedy: makeIdx,
  },
  labelsForImages: {
    message: () => 'The file contains labels (1 dimension) instead of images',
    remedy: fetchAgain,
  },
  imagesForLabels: {
    message: ({ dimensions }: { dimensions: number }) =>
      `The file contains images (${dimensions} dimensions) instead of labels`,
    remedy: fetchAgain,
  },
  wrongChannels: {
    message: ({ channels }: { channels: number }) =>
      `The images have ${channels} channels, not 1 (grey) or 3 (RGB)`,
    remedy: () => 'Save them with 1 or 3 channels, in channels-last order.',
  },
  notSquare: {
    message: ({ width, height }: { width: number; height: number }) =>
      `The images are ${width} x ${height} pixels, but must be square`,
    remedy: () => 'Crop or pad them to squares of any size; they are resized.',
  },
  wrongLabelCount: {
    message: ({ labels, images }: { labels: number; images: number }) =>
      `Found ${counted(labels, 'label')} for ${counted(images, 'image')}`,
    remedy: () =>
      'Use the labels that belong to these images, or remove the file: labels are optional.',
  },
  datasetChanged: {
    message: ({ name }: { name: string }) =>
      `the data set ${name} has changed since this run started`,
    remedy: ({ expected }: { expected: string }) =>
      `Restore the original ${expected} images, or start a new run with these.`,
  },
  labelsMissing: {
    message: ({ name }: { name: string }) =>
      `the data set ${name} has no labels, which class-conditional networks need`,
    remedy: ({ kind }: { kind: LabelsOf }) =>
      `Choose a data set with labels, ${addLabels(kind)}, or set “Classes” to “None”.`,
  },
  oneClassOnly: {
    message: ({ name }: { name: string }) =>
      `all images of the data set ${name} have the same label`,
    remedy: () => 'Choose a data set with at least two classes, or set “Classes” to “None”.',
  },
  classesDoNotFit: {
    message: ({ name, has, classes }: { name: string; has: number; classes: number }) =>
      `the data set ${name} has ${grouped(has)} classes, labelled 0 to ${grouped(has - 1)}, not ${grouped(classes)}`,
    remedy: ({ has }: { has: number }) => `Set the number of classes to ${grouped(has)}.`,
  },
  ownNetworksWithoutLabels: {
    message: ({ name }: { name: string }) =>
      `the data set ${name} has no labels, which the networks in the architecture file need`,
    remedy: ({ kind }: { kind: LabelsOf }) =>
      `Choose a data set with labels, ${addLabels(kind)}, or use networks without “classes”.`,
  },
  oneClassForOwnNetworks: {
    message: ({ name }: { name: string }) =>
      `all images of the data set ${name} have the same label, but the networks in the architecture file are class-conditional`,
    remedy: () => 'Choose a data set with at least two classes, or use networks without “classes”.',
  },
  ownClassesDoNotFit: {
    message: ({ name, has, classes }: { name: string; has: number; classes: number }) =>
      `the data set ${name} has ${grouped(has)} classes, labelled 0 to ${grouped(has - 1)}, but the networks in the architecture file expect ${grouped(classes)}`,
    remedy: ({ has }: { has: number }) =>
      `In the architecture file, set “classes” to ${grouped(has)} in both networks.`,
  },
  batchTooLarge: {
    message: ({ batchSize, images }: { batchSize: number; images: number }) =>
      `a batch of ${grouped(batchSize)} is larger than the data set, which has ${counted(images, 'image')}`,
    remedy: ({ images }: { images: number }) =>
      `Choose a batch size of at most ${grouped(images)}.`,
  },
  notIdx: {
    message: ({ begins }: { begins: string }) =>
      `Not an IDX file: it begins with ${begins} instead of two zero bytes`,
    remedy: makeIdx,
  },
  idxOfOtherType: {
    message: ({ held }: { held: string }) =>
      `The IDX file contains ${held}, not unsigned bytes (0x08)`,
    remedy: makeIdx,
  },
  idxOfUnknownType: {
    message: ({ type }: { type: string }) =>
      `The IDX file contains elements of unknown type ${type}, not unsigned bytes (0x08)`,
    remedy: makeIdx,
  },
  idxOfOtherDimensions: {
    message: ({ dimensions }: { dimensions: number }) =>
      `The IDX file has ${dimensions} dimensions, not 1, 3 or 4`,
    remedy: makeIdx,
  },
  idxHeaderShort: {
    message: ({ length, needed }: { length: number; needed: number }) =>
      `The file is too short for an IDX header: it has ${grouped(length)} of ${grouped(needed)} bytes`,
    remedy: fetchAgain,
  },
  idxEmpty: {
    message: ({ shape }: { shape: string }) =>
      `The IDX file is empty: its header declares ${shape}`,
    remedy: fetchAgain,
  },
  idxImplausibleSize: {
    message: ({ shape, most }: { shape: string; most: number }) =>
      `The IDX header declares an implausible size, ${shape}: more than the limit of ${grouped(most)} bytes`,
    remedy: () => 'If the file is not damaged, split it into smaller data sets.',
  },
  idxCutShort: {
    message: ({ shape, bytes, missing }: { shape: string; bytes: number; missing: number }) =>
      `The file is truncated: its header declares ${shape} = ${counted(bytes, 'byte')}, but ${counted(missing, 'byte')} ${missing === 1 ? 'is' : 'are'} missing`,
    remedy: fetchAgain,
  },
  idxTrailingBytes: {
    message: ({ shape, bytes, more }: { shape: string; bytes: number; more: number }) =>
      `The file has extra data: its header declares ${shape} = ${counted(bytes, 'byte')}, but at least ${counted(more, 'more byte')} ${more === 1 ? 'follows' : 'follow'}`,
    remedy: fetchAgain,
  },
  gzipCutShort: {
    message: () => 'The gzip file is truncated',
    remedy: fetchAgain,
  },
  gzipCorrupt: {
    message: ({ why }: { why: string }) => `The gzip file is corrupt: ${why}`,
    remedy: fetchAgain,
  },
  bundledDamaged: {
    message: ({ name, path, why }: { name: string; path: string; why: string }) =>
      `The ${name} file ${path} is damaged: ${why}`,
    remedy: () => 'Restore it with "git checkout -- resources/datasets", or reinstall GAN Studio.',
  },
  otherSha256: {
    message: ({ found, published }: { found: string; published: string }) =>
      `its SHA-256 is ${found}, but the published one is ${published}`,
  },
  dataFolderUnreadable: {
    message: ({ why }: { why: string }) => `The folder cannot be read: ${why}`,
    remedy: () => 'Check that you have permission to read it and that its disk is connected.',
  },
  dataFileMissing: { message: () => 'There is no such file', remedy: fetchAgain },
  dataFileUnreadable: {
    message: ({ why }: { why: string }) => `The file cannot be read: ${why}`,
    remedy: () => 'Check that you have permission to read it and that its disk is connected.',
  },
  imageSizeNotWhole: {
    message: ({ size }: { size: number }) => `The image size is ${size}; it must be a whole number`,
  },
  channelsUnknown: {
    message: ({ channels }: { channels: number }) =>
      `The number of channels is ${channels}; it must be 1 or 3`,
  },
}
