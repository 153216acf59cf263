import type { Architecture, NetworkSettings } from './architecture'
import { classesOf, headOf, labelInputOf } from './conditional-layers'
import { levelConflict, levelsOf, smallestSize, widthsOf } from './levels'
import type { LayerSpec } from './spec'

/*
 * A convolutional GAN after Radford et al. (2016), "Unsupervised representation learning with deep
 * convolutional generative adversarial networks": the generator doubles the size of its feature
 * maps at each level and the discriminator halves it, with strides instead of pooling, batch norm
 * and ReLU in the generator, leaky ReLU in the discriminator, and weights from N(0, 0.02^2). By
 * default, the discriminator has no batch norm: a logit then depends only on its own image.
 *
 * With two levels, filters are 5 x 5 as in the paper and as in this program's first version. With
 * more they are 4 x 4, as in most implementations since: twice the stride, so that each pixel of a
 * transposed convolution gets the same number of terms; symmetric padding, which the engines run
 * faster; and a third less work.
 */

const FEW_LEVELS = 2

const weights = { bias: true, initialisation: { type: 'normal', deviation: 0.02 } } as const

const leakyRelu: LayerSpec = { type: 'leakyRelu', slope: 0.2 }

const windowOf = (settings: NetworkSettings) =>
  levelsOf(settings) > FEW_LEVELS
    ? { kernel: 4, stride: 2, padding: 1, outputPadding: 0 }
    : { kernel: 5, stride: 2, padding: 2, outputPadding: 1 }

function generatorLayers(settings: NetworkSettings): LayerSpec[] {
  /** A bias before a batch norm would be cancelled by it. */
  const doubled = (channels: number, bias: boolean): LayerSpec => ({
    ...{ type: 'convTranspose2d', channels, ...windowOf(settings), ...weights, bias },
  })
  const [narrowest = 0, ...wider] = widthsOf(settings)
  const [seed = narrowest, ...narrower] = [narrowest, ...wider].reverse()
  const size = smallestSize(settings)
  const { first, norm } = labelInputOf(settings)
  const normalised: LayerSpec[] = [norm, { type: 'relu' }]
  return [
    ...first,
    { type: 'linear', features: seed * size ** 2, ...weights },
    ...[{ type: 'unflatten', channels: seed, size } as const, ...normalised],
    ...narrower.flatMap((channels) => [doubled(channels, false), ...normalised]),
    ...[doubled(settings.channels, true), { type: 'tanh' } as const],
  ]
}

function discriminatorLayers(settings: NetworkSettings): LayerSpec[] {
  const { discriminatorNorm: norm, minibatchDeviation, discriminatorHidden: hidden } = settings
  const { outputPadding: _, ...window } = windowOf(settings)
  const spectral: { spectralNorm?: true } = norm === 'spectral' ? { spectralNorm: true } : {}
  const blocks = widthsOf(settings).map((channels, level): LayerSpec[] => {
    // As in the paper, not after the first convolution.
    const batch = norm === 'batch' && level > 0
    const bias = !batch
    return [
      { type: 'conv2d', channels, ...window, ...weights, bias, ...spectral },
      ...(batch ? [{ type: 'batchNorm2d', epsilon: 1e-5, momentum: 0.1 } as const] : []),
      leakyRelu,
    ]
  })
  return [
    ...blocks.flat(),
    ...(minibatchDeviation === 'on' ? [{ type: 'minibatchDeviation', groupSize: 4 } as const] : []),
    { type: 'flatten' },
    ...(hidden > 0
      ? [{ type: 'linear', features: hidden, ...weights, ...spectral } as const, leakyRelu]
      : []),
    headOf(settings, { initialisation: weights.initialisation, ...spectral }),
  ]
}

export const dcgan: Architecture = {
  label: { en: 'Convolutional', zh: '卷积' },
  meaning: {
    en: 'Better images, but slower to train; for images of 28 to 128 pixels.',
    zh: '图像更好，但训练更慢，适用于 28 到 128 像素的图像。',
  },
  options: [
    ...(['baseWidth', 'levels', 'discriminatorNorm', 'minibatchDeviation'] as const),
    'discriminatorHidden',
    ...(['conditioning', 'classes', 'labelInput'] as const),
  ],
  conflict: levelConflict,
  networks: (settings) => ({
    generator: {
      input: { type: 'latent', size: settings.latentDim },
      ...classesOf(settings),
      layers: generatorLayers(settings),
      output: { type: 'image', channels: settings.channels, size: settings.imageSize },
    },
    discriminator: {
      input: {
        type: 'image',
        channels: settings.channels,
        size: settings.imageSize,
        flattened: false,
      },
      ...classesOf(settings),
      layers: discriminatorLayers(settings),
      output: { type: 'logit' },
    },
  }),
}
