/* Problems with feature nets; see ../problems.ts. */

import { counted, grouped } from '../counted'

const restore = () =>
  'Restore the folder, or train the net again; docs/feature-nets.md describes its files.'

export const featureNetsProblems = {
  featureNetUnreadable: {
    message: ({ why }: { why: string }) => `The feature net cannot be read: ${why}`,
    remedy: restore,
  },
  netFileMissing: {
    message: ({ file }: { file: string }) => `The feature net's file ${file} is missing`,
    remedy: restore,
  },
  netFileSize: {
    message: ({ file, bytes, expected }: { file: string; bytes: number; expected: number }) =>
      `The feature net's file ${file} has ${counted(bytes, 'byte')} instead of ${grouped(expected)}`,
    remedy: restore,
  },
  netFileChanged: {
    message: ({ file, sum, recorded }: { file: string; sum: string; recorded: string }) =>
      `The feature net's file ${file} has been changed: its SHA-256 is ${sum}, not ${recorded}`,
    remedy: restore,
  },
  netForOtherImages: {
    message: ({ title, wanted, given }: { title: string; wanted: string; given: string }) =>
      `The feature net “${title}” takes ${wanted}, but was given ${given}`,
    remedy: () =>
      'Measure with a net for images of this kind, or with “random-conv”, which takes images of any size.',
  },
  netFileUnlisted: {
    message: ({ file }: { file: string }) =>
      `The feature net's model needs the file ${file}, which its feature-net.json does not list`,
    remedy: () => 'List each file of the model under “files”, with its bytes and SHA-256.',
  },
  netDoesNotRun: {
    message: ({ title, why }: { title: string; why: string }) =>
      `The feature net “${title}” does not run: ${why}`,
    remedy: () =>
      'Check that the inputs and outputs in its feature-net.json are those of the model.',
  },
  netModelDamaged: {
    message: ({ file }: { file: string }) => `The feature net's file ${file} is not an ONNX model`,
    remedy: () => 'Export the model again, and list the new file’s bytes and SHA-256.',
  },
  netTooLarge: {
    message: ({ title, bytes, most }: { title: string; bytes: number; most: number }) =>
      `The files of the feature net “${title}” have ${counted(bytes, 'byte')} in total, more than the limit of ${grouped(most)}`,
    remedy: () => 'Use a smaller variant of the model.',
  },
  netInputCount: {
    message: ({ title, inputs }: { title: string; inputs: number }) =>
      `The model of the feature net “${title}” takes ${counted(inputs, 'input')} instead of one`,
    remedy: () => 'Export a model whose only input is a batch of images.',
  },
  netValueType: {
    message: ({ title, tensor, type }: { title: string; tensor: string; type: string }) =>
      `“${tensor}” in the model of the feature net “${title}” has the type ${type}, but must be float32`,
    remedy: () => 'Export the model with float32 inputs and outputs.',
  },
  netOutputShape: {
    message: ({
      title,
      output,
      shape,
      images,
    }: {
      title: string
      output: string
      shape: string
      images: number
    }) =>
      `The feature net “${title}” returned “${output}” with the shape [${shape}] for ${counted(images, 'image')}`,
    remedy: () => 'Name an output whose first axis is the batch.',
  },
  netFeatureCount: {
    message: ({ title, count, most }: { title: string; count: number; most: number }) =>
      `The feature net “${title}” gives ${counted(count, 'feature')} per image, but must give 1 to ${grouped(most)}`,
    remedy: () => 'Name an output after pooling, with at most a few thousand features per image.',
  },
  netPathRelative: {
    message: ({ path }: { path: string }) => `“${path}” is not the full path of a folder`,
    remedy: () => 'Enter the full path of the feature net’s folder.',
  },
  netNotFinite: {
    message: ({ title }: { title: string }) =>
      `The feature net “${title}” returns values that are not finite for images of noise`,
    remedy: () =>
      'Check how its document scales pixels (range, mean, deviation), and export the model in float32, for inference.',
  },
  netNotProbabilities: {
    message: ({ title }: { title: string }) =>
      `The “probabilities” of the feature net “${title}” are negative or do not sum to 1`,
    remedy: () => 'Name the output of the softmax, or leave out “probabilities”.',
  },
  netMixesImages: {
    message: ({ title }: { title: string }) =>
      `The features that “${title}” gives for an image depend on the other images in the batch`,
    remedy: () => 'Export the model for inference, in evaluation mode.',
  },
  onnxRuntimeMissing: {
    message: ({ why }: { why: string }) =>
      `ONNX Runtime, which runs ONNX models, is missing: ${why}`,
    remedy: () =>
      'Run npm install in GAN Studio’s folder: the optional package onnxruntime-node is part of it.',
  },
  netNeedsLabels: {
    message: ({ name }: { name: string }) =>
      `“${name}” has no labels, but training a feature net requires them`,
    remedy: () => 'Add the images again with labels, or measure with “random-conv”.',
  },
  netNeedsClasses: {
    message: ({ name }: { name: string }) =>
      `All images of “${name}” have the same class, so a feature net has nothing to distinguish`,
    remedy: () => 'Choose a data set with two or more classes, or measure with “random-conv”.',
  },
  netNeedsImages: {
    message: ({ name, images, needed }: { name: string; images: number; needed: number }) =>
      `“${name}” has ${counted(images, 'image')} to train a feature net on, but at least ${grouped(needed)} are needed`,
    remedy: () => 'Add more images, or measure with “random-conv”.',
  },
  netNeedsImagesOfClass: {
    message: ({
      name,
      class: label,
      images,
      needed,
    }: {
      name: string
      class: string
      images: number
      needed: number
    }) =>
      `“${name}” has ${counted(images, 'image')} of class “${label}” to train a feature net on, but at least ${grouped(needed)} of each class are needed`,
    remedy: () => 'Add more images of this class, or add the data set again without it.',
  },
  netTrainingRuns: {
    message: ({ name }: { name: string }) => `A feature net for “${name}” is already being trained`,
    remedy: () => 'Wait until it is done, or cancel it.',
  },
  netNeedsPrepared: {
    message: ({ name }: { name: string }) =>
      `“${name}” was not added to the studio, so no feature net can be stored with it`,
    remedy: () => 'Add it first: gan-studio data add FOLDER.',
  },
  tooManyFeatures: {
    message: ({ most }: { most: number }) =>
      `the last layer has more than ${grouped(most)} inputs, which is the limit for features`,
    remedy: () => 'Insert a smaller linear layer before the last one.',
  },
}
