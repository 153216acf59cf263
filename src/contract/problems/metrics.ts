/* Problems with measuring generated images; see ../problems.ts. */

import { counted, grouped } from '../counted'

export const metricsProblems = {
  featuresNotFinite: {
    message: ({ found, images }: { found: number; images: number }) =>
      `The features of ${grouped(found)} of ${counted(images, 'image')} are not finite numbers`,
    remedy: () => 'Measure an earlier checkpoint, or check the feature net.',
  },
  tooFewToMeasure: {
    message: ({ images, needed }: { images: number; needed: number }) =>
      `Measuring needs at least ${counted(needed, 'image')}, but there ${images === 1 ? 'is' : 'are'} ${grouped(images)}`,
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
}
