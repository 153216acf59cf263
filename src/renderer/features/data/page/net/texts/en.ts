import { counted } from '../../../../../i18n/plural'
import type { builtInNets } from '../../../../../../contract/feature-nets/choice'

/** The feature net on a data set's page. */
export const net = {
  title: 'Feature net',
  text: 'A small classifier that turns images into features, which are used to compare generated images with real ones.',
  learn: 'Learn more',
  bundled: (id: (typeof builtInNets)[number]) =>
    `Runs on this data set are measured with ${id}, which comes with GAN Studio, so it needs no net of its own.`,
  noLabels:
    'Training a net needs labels, and this data set has none. Its runs are measured with random convolutions, which are untrained: the values are only good for comparing runs with each other.',
  notAdded: 'A net can only be trained for data sets that were added to GAN Studio.',
  train: 'Train feature net',
  trainHelp:
    'Takes a minute or two. Without it, images are measured with untrained random convolutions.',
  again: 'Train again',
  againHelp: 'Replaces the net. Values measured with the old net cannot be compared with new ones.',
  training: 'Training the feature net',
  cancel: 'Cancel',
  stages: { reading: 'Reading the images', testing: 'Testing' },
  epoch: (epoch: string, epochs: string) => `Epoch ${epoch} of ${epochs}`,
  done: 'The feature net is ready. Runs on this data set are now measured with it.',
  failed: 'Couldn’t train the feature net',
  accuracy: 'Accuracy',
  accuracyOf: (percent: string, images: string) => `${percent}% of ${counted(images, 'image')}`,
  parts: {
    holdOut: '(held out)',
    tenthOfTraining: '(a tenth of the images, not trained on)',
  },
  trainedOn: 'Trained on',
  images: (n: string) => counted(n, 'image'),
  storedAt: 'Stored',
  seed: 'Seed',
  hash: 'SHA-256',
}
