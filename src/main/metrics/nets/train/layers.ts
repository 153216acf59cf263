import type { ClassifierSpec } from '../../../../contract/architectures/spec'
import { classifierSpecSchema } from '../../../../contract/feature-nets/classifier'
import type { NetImages } from '../feature-net'

/** Features: few enough for the covariance of a few hundred images to have full rank. */
const FEATURES = 64
/** Channels after each halving; further halvings keep the last number. */
const WIDTHS = [24, 48, 96]
/** Images are halved until they are at most this large. */
const SMALLEST = 4

/**
 * The classifier for images of the given size, similar to LeNet (LeCun et al., Gradient-based
 * learning applied to document recognition, 1998), with strided convolutions and batch norm. For 28
 * x 28 pixels, it has 150,000 weights and takes 1.4 million multiplications per image.
 */
export function classifierFor({ size, channels }: NetImages, classes: number): ClassifierSpec {
  const halvings = Math.max(1, Math.ceil(Math.log2(size / SMALLEST)))
  const blocks = Array.from({ length: halvings }, (_, i) => {
    const kernel = i === 0 ? 5 : 3
    const width = WIDTHS[Math.min(i, WIDTHS.length - 1)]
    const window = { kernel, stride: 2, padding: (kernel - 1) / 2 }
    return [
      { type: 'conv2d', channels: width, ...window, bias: false, initialisation },
      { type: 'batchNorm2d' },
      { type: 'relu' },
    ]
  })
  return classifierSpecSchema.parse({
    input: { type: 'image', channels, size },
    layers: [
      ...blocks.flat(),
      { type: 'flatten' },
      { type: 'linear', features: FEATURES, initialisation },
      { type: 'relu' },
      { type: 'linear', features: classes },
    ],
    output: { type: 'scores', classes },
  })
}

/** Keeps the deviation of values through ReLU (He et al., 2015). */
const initialisation = { type: 'kaimingNormal', gain: Math.SQRT2 }
