import { concat, mean, tensor2d } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { netInputSchema } from '../../../../contract/feature-nets/document'
import { inScope } from '../../../engine/in-scope'
import { Conv2d, imagesOfRows, ReLU } from '../../../gan/layers/conv'
import { initialOf } from '../../../gan/layers/initial'
import { RandomStream } from '../../../gan/random/random'
import { featureMatrix } from '../../features/feature-matrix'
import { imageLength, imagesAtOnce, inBatches, valuesOf } from '../batches'
import type { FeatureNet, NetImages } from '../feature-net'
import { pixelsFor } from '../pixel-scale'
import { hashOfDefinition } from './definition'

/** If you change any of these, the features change: give the definition a new version. */
const VERSION = 1
const SEED = 20_261_130
const CHANNELS = 32
/** Images are halved until they are at most this large. */
const SMALLEST = 4

/**
 * Random convolutions: 3x3 filters with stride 2 and ReLU, one after another until the image is at
 * most 4x4; the features are the means of each scale's 32 channels. The filters are drawn from N(0,
 * 2/n), where n is the number of inputs, by our own random number generator with a fixed seed. The
 * features capture edges and textures of several sizes, but not what an image shows (for how well
 * random features work, see Saxe et al., On Random Weights and Unsupervised Feature Learning,
 * 2011).
 */
export function openRandomConv(shape: NetImages): FeatureNet {
  const { size, channels } = shape
  const levels = Math.max(1, Math.ceil(Math.log2(size / SMALLEST)))
  const dim = levels * CHANNELS
  const definition = { kind: 'random-conv', version: VERSION, seed: SEED, size, channels, dim }
  const layers = inScope(() => randomLayers(levels, channels))
  const batch = imagesAtOnce(size * size * CHANNELS)
  const sizes = { length: imageLength(shape), batch, dims: [dim] }
  const pixels = pixelsFor(netInputSchema.parse(shape), shape)
  const compute = (bytes: Uint8Array): Tensor[] => {
    const rows = tensor2d(pixels(bytes), [batch, imageLength(shape)])
    return [meansOf(layers, imagesOfRows(rows, shape))]
  }
  return {
    identity: {
      id: 'random-conv',
      title: 'Random convolutions',
      sha256: hashOfDefinition(definition),
      dim,
      weak: true,
    },
    async run(images, count) {
      const [features] = await inBatches(images, count, sizes, (bytes) =>
        valuesOf(() => compute(bytes)),
      )
      return { features: featureMatrix(features as Float32Array, dim) }
    },
    dispose() {
      for (const { entries } of layers) for (const { variable } of entries) variable.dispose()
    },
  }
}

type ConvLayer = ReturnType<typeof Conv2d>

function randomLayers(levels: number, channels: number): ConvLayer[] {
  const random = RandomStream.seeded(SEED, 'random-conv')
  const initial = initialOf({ type: 'kaimingNormal', gain: Math.SQRT2 })
  const options = { kernel: 3, stride: 2, padding: 1, initial, bias: false }
  return Array.from({ length: levels }, (_, level) =>
    Conv2d(level === 0 ? channels : CHANNELS, CHANNELS, random, options),
  )
}

/** images [N,H,W,C] -> [N, scales * 32] */
function meansOf(layers: readonly ConvLayer[], images: Tensor): Tensor {
  const relu = ReLU()
  const means: Tensor2D[] = []
  let at = images
  for (const layer of layers) {
    at = relu.forward(layer.forward(at, 'eval'), 'eval')
    means.push(mean(at, [1, 2]))
  }
  return concat(means, 1)
}
