import type { Architecture } from './architecture'
import type { LayerSpec } from './spec'

/*
 * A small convolutional GAN after Radford et al. (2016), "Unsupervised representation learning with
 * deep convolutional generative adversarial networks": the generator doubles the size of its
 * feature maps twice and the discriminator halves it twice, with strides instead of pooling, batch
 * norm and ReLU in the generator, leaky ReLU in the discriminator, and weights from N(0, 0.02^2).
 * Two things differ. The discriminator has no batch norm: the paper omits it after the first of the
 * two convolutions anyway, and without it a logit depends only on its own image. And although
 * filters are 5 x 5 as in the paper, there are few channels, for images of 28 pixels rather than
 * 64.
 */

/** Channels at half and at a quarter of the image size. */
const NARROW = 32
const WIDE = 64

const weights = { bias: true, initialisation: { type: 'normal', deviation: 0.02 } } as const
const window = { kernel: 5, stride: 2, padding: 2 }

const linear = (features: number): LayerSpec => ({ type: 'linear', features, ...weights })
const halved = (channels: number): LayerSpec => ({
  type: 'conv2d',
  channels,
  ...window,
  ...weights,
})
/** Needs no bias before a batch norm, which would cancel it. */
const doubled = (channels: number, bias: boolean): LayerSpec => ({
  ...{ type: 'convTranspose2d', channels, ...window, outputPadding: 1, ...weights, bias },
})
const normalised: LayerSpec[] = [
  { type: 'batchNorm2d', epsilon: 1e-5, momentum: 0.1 },
  { type: 'relu' },
]
const leakyRelu: LayerSpec = { type: 'leakyRelu', slope: 0.2 }

export const dcgan: Architecture = {
  label: { en: 'Convolutional', zh: '卷积' },
  meaning: {
    en: 'Better images, but slower to train; image sizes must be multiples of 4.',
    zh: '图像更好，但训练更慢，图像尺寸须为 4 的倍数。',
  },
  conflict: {
    imageSize: (size) =>
      size % 4 === 0
        ? undefined
        : {
            en: 'Must be a multiple of 4 for the convolutional architecture (dcgan).',
            zh: '使用卷积结构（dcgan）时必须是 4 的倍数。',
          },
  },
  networks({ latentDim, imageSize: size, channels }) {
    /**
     * The discriminator's feature maps after both convolutions, and the generator's before its
     * transposed convolutions.
     */
    const seed = { channels: WIDE, size: size / 4 }
    return {
      generator: {
        input: { type: 'latent', size: latentDim },
        layers: [
          ...[linear(WIDE * seed.size ** 2), { type: 'unflatten', ...seed } as const],
          ...normalised,
          ...[doubled(NARROW, false), ...normalised],
          ...[doubled(channels, true), { type: 'tanh' } as const],
        ],
        output: { type: 'image', channels, size },
      },
      discriminator: {
        input: { type: 'image', channels, size, flattened: false },
        layers: [
          ...[halved(NARROW), leakyRelu],
          ...[halved(WIDE), leakyRelu],
          ...[{ type: 'flatten' } as const, linear(1)],
        ],
        output: { type: 'logit' },
      },
    }
  },
}
