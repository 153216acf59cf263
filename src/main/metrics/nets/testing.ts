import { classifierSpecSchema } from '../../../contract/feature-nets/classifier'
import type { ClassifierSpec } from '../../../contract/architectures/spec'
import { netInputSchema } from '../../../contract/feature-nets/document'
import { buildNetwork } from '../../gan/architectures/build-network'
import { RandomStream } from '../../gan/random/random'
import { openClassifier } from './classifier'
import type { FeatureNet, NetImages } from './feature-net'

/* For tests: made-up images, and classifiers with random weights. */

/** [count, size, size, channels] bytes of noise. */
export function noiseImages(count: number, { size, channels }: NetImages, seed = 1): Uint8Array {
  const random = RandomStream.seeded(seed, 'noise images')
  return Uint8Array.from({ length: count * size * size * channels }, () => random.below(256))
}

/** A small classifier with every usual kind of layer. */
export const smallClassifier = ({ size, channels }: NetImages, classes = 3): ClassifierSpec =>
  classifierSpecSchema.parse({
    input: { type: 'image', channels, size },
    layers: [
      { type: 'conv2d', channels: 12, kernel: 5, stride: 2, padding: 2, bias: false },
      { type: 'batchNorm2d' },
      { type: 'relu' },
      { type: 'conv2d', channels: 20, kernel: 3, stride: 2, padding: 1 },
      { type: 'relu' },
      { type: 'flatten' },
      { type: 'linear', features: 11 },
      { type: 'relu' },
      { type: 'linear', features: classes },
    ],
    output: { type: 'scores', classes },
  })

/** The small classifier as a feature net, with random weights. */
export function openSmallClassifier(shape: NetImages): FeatureNet {
  const network = smallClassifier(shape)
  const built = buildNetwork(network, RandomStream.seeded(5))
  const net = {
    ...{ id: 'small', title: 'Small', network },
    input: netInputSchema.parse(shape),
    weights: { bytes: 0, sha256: '0'.repeat(64) },
  }
  const opened = openClassifier(net, built.stateDict(), { where: 'here', images: shape })
  built.dispose()
  return opened
}
