/* Problems with measuring generated images; see ../problems.ts. */

import { counted, grouped } from '../counted'
import { measured } from '../magnitude'

export const metricsProblems = {
  featuresNotFinite: {
    message: ({ found, images }: { found: number; images: number }) =>
      `The features of ${grouped(found)} of ${counted(images, 'image')} are not finite numbers`,
    remedy: () => 'Measure an earlier checkpoint, or check the feature net.',
  },
  tooFewToMeasure: {
    message: ({ images, needed }: { images: number; needed: number }) =>
      `Measuring needs at least ${counted(needed, 'image')}, but there ${images === 1 ? 'is' : 'are'} only ${grouped(images)}`,
    remedy: () => 'Generate more images, or choose a larger part of the data set.',
  },
  featuresDiffer: {
    message: ({ features, other }: { features: number; other: number }) =>
      `Some images have ${counted(features, 'feature')}, others ${grouped(other)}`,
    remedy: () => 'Compute all features with the same feature net.',
  },
  notProbabilities: {
    message: ({ image }: { image: number }) =>
      `The classifier's outputs for image ${grouped(image)} are not probabilities: they must not be negative, and must sum to 1`,
    remedy: () => 'Choose a classifier that ends with a softmax.',
  },
  classifierClasses: {
    message: ({ classes, has }: { classes: number; has: number }) =>
      `The classifier distinguishes ${counted(classes, 'class', 'classes')}, but the data set has ${grouped(has)}`,
    remedy: () => 'Choose a classifier that was trained on this data set.',
  },
  metricNeedsClassifier: {
    message: () => 'The feature net is not a classifier',
    remedy: () => 'Choose a classifier that was trained on this data set.',
  },
  metricNeedsLabels: {
    message: () => 'The real images have no labels',
    remedy: () => 'Choose a data set with labels.',
  },
  metricNeedsClasses: {
    message: () => 'The generator is not class-conditional, so no classes were requested',
  },
  metricNeedsHeldOut: {
    message: () => 'The data set has no images that were held out of training',
    remedy: () => 'Import the images again, and hold some out.',
  },
  metricNotANumber: {
    message: () => 'The value is not a finite number',
    remedy: () => 'Measure an earlier checkpoint, or more images.',
  },
  nothingMeasurable: {
    message: ({ why }: { why: string }) => `None of the metrics can be measured: ${why}`,
    remedy: () => 'Generate more images, compare with more real ones, or choose other metrics.',
  },
  metricUnknown: {
    message: ({ name }: { name: string }) => `There is no metric "${name}"`,
    remedy: ({ known }: { known: string }) => `Metrics: ${known}.`,
  },
  measuredDataChanged: {
    message: ({ name }: { name: string }) =>
      `The data set ${name} has changed since the generator was trained on it`,
    remedy: ({ original }: { original: string }) =>
      `Restore the original ${original} images, or name another data set with --dataset on the command line.`,
  },
  measuredDataDiffers: {
    message: ({ name, stored, generated }: { name: string; stored: string; generated: string }) =>
      `The images of the data set ${name} are ${stored}, but generated images are ${generated}`,
    remedy: () => 'Choose a data set whose images have the same size and channels.',
  },
  measureNeedsDataset: {
    message: () => 'The file does not say which data set the weights were trained on',
    remedy: () => 'Name the data set to compare with (--dataset).',
  },
  nothingHeldOut: {
    message: ({ name }: { name: string }) =>
      `The data set ${name} has no images that were held out of training`,
    remedy: () => 'On the command line, compare with training images instead: --split training.',
  },
  evaluationUnreadable: {
    message: ({ why }: { why: string }) => `The measurement cannot be read: ${why}`,
    remedy: () => 'Delete the file, then measure again.',
  },
  evaluationLeftOut: {
    message: ({ why }: { why: string }) => `A measurement was skipped: ${why}`,
  },
  alarmsLeftOut: {
    message: ({ count }: { count: number }) =>
      `${counted(count, 'alarm')} of this session in run.json cannot be read and ${count === 1 ? 'was' : 'were'} left out`,
  },
  evaluationMisnamed: {
    message: () =>
      'the file’s name is not that of an evaluation: <step>-<hash>.json, in lower case',
  },
  evaluationNotAFile: { message: () => 'it is a link or a folder, not a regular file' },
  evaluationOfOtherStep: {
    message: ({ step, other }: { step: number; other: number }) =>
      `it is from step ${grouped(step)}, but its name says step ${grouped(other)}`,
  },
  evaluationNegativeFid: { message: () => 'its FID is negative, which is impossible' },
  evaluationNotStored: {
    message: ({ why }: { why: string }) => `The measured values could not be stored: ${why}`,
    remedy: () => 'Measure again to store them.',
  },
  neighboursUnreadable: {
    message: ({ why }: { why: string }) =>
      `The list of nearest training images cannot be read: ${why}`,
    remedy: () => 'Delete the file, then search again.',
  },
  neighboursLeftOut: {
    message: ({ why }: { why: string }) => `A list of nearest training images was skipped: ${why}`,
  },
  netNotTrained: {
    message: ({ name }: { name: string }) => `The data set ${name} has no feature net of its own`,
    remedy: () => 'Train one on the data set’s page or with “data feature-net”.',
  },
  featuresNotKept: {
    message: ({ why }: { why: string }) =>
      `The features of the real images could not be stored for the next measurement: ${why}`,
  },
  measuringFailed: {
    message: ({ step, why }: { step: number; why: string }) =>
      `Step ${grouped(step)} could not be measured: ${why}`,
  },
  measuringSkipped: {
    message: ({ step }: { step: number }) =>
      `Step ${grouped(step)} was not measured: a newer checkpoint was due first`,
  },
  patienceLate: {
    message: () =>
      'Checkpoints are saved faster than they can be measured, so early stopping may come late or not at all',
    remedy: () => 'In a new run, choose a larger metrics interval, or train fewer runs at a time.',
  },
  finishedEarly: {
    message: ({ passes, step, fid }: { passes: number; step: number; fid: number }) =>
      `FID has not improved in ${counted(passes, 'measurement')} since step ${grouped(step)} (${measured(fid, 2, 'en')})`,
    remedy: () => 'Resume the run to continue training; the count then starts again.',
  },
  notRetained: {
    message: ({ why }: { why: string }) => `Old checkpoints could not be deleted: ${why}`,
  },
  bestUnknown: {
    message: ({ why }: { why: string }) =>
      `The earlier measurements cannot be read, so no checkpoint is deleted: ${why}`,
  },
  nothingMeasured: {
    message: ({ run }: { run: string }) =>
      `None of the checkpoints of ${run} was measured during training, so the best one is not known`,
    remedy: () =>
      'Give a step instead (RUN@STEP); evaluate --all-checkpoints shows which checkpoint is best.',
  },
  measuringEnded: {
    message: ({ why }: { why: string }) => `Measuring failed: ${why}`,
    remedy: () => 'Measure again.',
  },
  measuringKilled: {
    message: () => 'the measuring process was killed; the machine may have run out of memory',
  },
  measuringCrashed: {
    message: ({ signal }: { signal: string }) => `the measuring process crashed (${signal})`,
  },
  measuringExited: {
    message: ({ code }: { code: string }) =>
      `the measuring process exited unexpectedly (exit code ${code})`,
  },
  measuringCancelled: { message: () => 'Measuring was cancelled' },
}
