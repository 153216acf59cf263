import { defaultOptions } from '../architecture'
import type { NetworkOptions } from '../architecture'
import { networksOf } from '../networks-of'
import type { NetworkSpecs } from '../spec'

/* Small class-conditional networks of each kind. */

const CLASSES = 3
const sizes = { latentDim: 6, imageSize: 8, channels: 3 }

const of = (architecture: string, options: Partial<NetworkOptions>): NetworkSpecs =>
  networksOf({
    ...{ ...defaultOptions, ...sizes, architecture, classes: CLASSES, baseWidth: 4 },
    ...options,
  })

export const conditionalSpecs: Readonly<Record<string, NetworkSpecs>> = {
  'conditional mlp': of('mlp', { conditioning: 'projection' }),
  'mlp with a classifier': of('mlp', { conditioning: 'auxiliaryClassifier' }),
  'conditional dcgan': of('dcgan', {
    ...{ conditioning: 'projection', labelInput: 'batchNorm', discriminatorNorm: 'spectral' },
    ...{ minibatchDeviation: 'on', baseWidth: 32 },
  }),
  'conditional resnet': of('resnet', {
    ...{ conditioning: 'projection', labelInput: 'batchNorm', discriminatorNorm: 'spectral' },
  }),
  'r3 with a classifier': of('r3', { conditioning: 'auxiliaryClassifier' }),
}
