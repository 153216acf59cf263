import type { Architecture, NetworkOptions } from './architecture'
import { classesOf, embeddedLabel, headOf } from './conditional-layers'
import type { Initialisation, LayerSpec } from './spec'

/*
 * The classic GAN's two multilayer perceptrons (Goodfellow et al., 2014), in the sizes of the
 * reference implementation.
 */

/**
 * The reference gives 0.8 as BatchNorm's second argument, which is epsilon; kept, because results
 * depend on it. It was meant as the momentum in Keras's sense: the weight of the old statistics.
 * PyTorch's momentum is the weight of the new ones, so 1 - 0.8.
 */
const batchNorms = {
  reference: { epsilon: 0.8, momentum: 0.1 },
  momentum: { epsilon: 1e-5, momentum: 0.2 },
} as const satisfies Record<NetworkOptions['batchNorm'], object>

const initialisation: Initialisation = { type: 'uniformByInputs' }

const linear = (features: number): LayerSpec => ({
  type: 'linear',
  features,
  bias: true,
  initialisation,
})
const leakyRelu: LayerSpec = { type: 'leakyRelu', slope: 0.2 }
const block = (features: number, batchNorm: NetworkOptions['batchNorm']): LayerSpec[] => [
  linear(features),
  { type: 'batchNorm1d', ...batchNorms[batchNorm] },
  leakyRelu,
]

export const mlp: Architecture = {
  label: { en: 'Fully connected', zh: '全连接' },
  meaning: {
    en: 'As in the reference; fast to train.',
    zh: '与参考实现相同，训练快。',
  },
  options: ['batchNorm', 'conditioning', 'classes'],
  networks: ({ latentDim, imageSize: size, channels, batchNorm, ...options }) => ({
    generator: {
      input: { type: 'latent', size: latentDim },
      ...classesOf(options),
      layers: [
        ...[...embeddedLabel(options), linear(128), leakyRelu],
        ...[256, 512, 1024].flatMap((features) => block(features, batchNorm)),
        ...[linear(channels * size * size), { type: 'tanh' } as const],
      ],
      output: { type: 'image', channels, size },
    },
    discriminator: {
      input: { type: 'image', channels, size, flattened: true },
      ...classesOf(options),
      layers: [linear(512), leakyRelu, linear(256), leakyRelu, headOf(options, { initialisation })],
      output: { type: 'logit' },
    },
  }),
}
