import type { Architecture, NetworkSettings } from './architecture'
import { classesOf, embeddedLabel, headOf } from './conditional-layers'
import { levelConflict, levelsOf, smallestSize } from './levels'
import type { LayerSpec } from './spec'

/*
 * Residual networks without normalisation after R3GAN (Huang et al., 2024, "The GAN is dead; long
 * live the GAN!", arXiv 2501.05441), for a relativistic loss with R1 and R2: blocks of 1 x 1, 3 x 3
 * and 1 x 1 convolutions with leaky ReLU, whose last convolution starts at 0, so that the networks
 * start as their shortcuts; smoothed resampling; no activation at the end of either network.
 *
 * They are smaller than the paper's: one block per size instead of two, plain 3 x 3 convolutions of
 * the block's own width instead of grouped ones of twice that width, and linear layers instead of
 * learned bases between vectors and the smallest feature maps.
 */

/** The largest multiple of the base width. */
const WIDEST = 4
const SLOPE = 0.2
/** Keeps the variance over a leaky ReLU. */
const GAIN = Math.sqrt(2 / (1 + SLOPE ** 2))
const CONVOLUTIONS_PER_BLOCK = 3

const leakyRelu: LayerSpec = { type: 'leakyRelu', slope: SLOPE }

const conv = (
  channels: number,
  kernel: 1 | 3,
  { gain, bias }: { gain: number; bias: boolean },
): LayerSpec => ({
  ...{ type: 'conv2d', channels, kernel, stride: 1, padding: (kernel - 1) / 2, bias },
  initialisation: gain === 0 ? { type: 'zero' } : { type: 'kaimingNormal', gain },
})

const linear = (features: number): LayerSpec => ({
  ...{ type: 'linear', features, bias: true },
  initialisation: { type: 'kaimingNormal', gain: 1 },
})

/** @param blocks in the whole network; its output's variance shall not grow with them */
function block(channels: number, blocks: number): LayerSpec {
  const gain = GAIN * blocks ** (-1 / (2 * CONVOLUTIONS_PER_BLOCK - 2))
  return {
    type: 'residual',
    main: [
      ...[conv(channels, 1, { gain, bias: true }), leakyRelu],
      ...[conv(channels, 3, { gain, bias: true }), leakyRelu],
      conv(channels, 1, { gain: 0, bias: false }),
    ],
    shortcut: [],
  }
}

/** Widths from the image's own size to the smallest. */
const widthsOf = (settings: NetworkSettings): number[] =>
  Array.from(
    { length: levelsOf(settings) + 1 },
    (_, halvings) => settings.baseWidth * Math.min(WIDEST, 2 ** halvings),
  )

/** From one width to another, if they differ. */
const widened = (from: number, to: number): LayerSpec[] =>
  from === to ? [] : [conv(to, 1, { gain: 1, bias: false })]

function generatorLayers(settings: NetworkSettings): LayerSpec[] {
  const [seed = 0, ...widths] = widthsOf(settings).reverse()
  const [size, blocks] = [smallestSize(settings), widths.length + 1]
  const stages = widths.flatMap((width, i) => [
    ...widened(widths[i - 1] ?? seed, width),
    ...[{ type: 'upsample', factor: 2 } as const, { type: 'blur' } as const],
    block(width, blocks),
  ])
  return [
    ...embeddedLabel(settings),
    ...[linear(seed * size ** 2), { type: 'unflatten', channels: seed, size } as const],
    ...[block(seed, blocks), ...stages],
    conv(settings.channels, 1, { gain: 1, bias: true }),
  ]
}

function discriminatorLayers(settings: NetworkSettings): LayerSpec[] {
  const [first = 0, ...widths] = widthsOf(settings)
  const blocks = widths.length + 1
  const stages = widths.flatMap((width, i) => [
    ...[{ type: 'blur' } as const, { type: 'averagePool', factor: 2 } as const],
    ...widened(widths[i - 1] ?? first, width),
    block(width, blocks),
  ])
  return [
    ...[conv(first, 1, { gain: 1, bias: true }), block(first, blocks), ...stages],
    ...(settings.minibatchDeviation === 'on'
      ? [{ type: 'minibatchDeviation', groupSize: 4 } as const]
      : []),
    { type: 'flatten' },
    headOf(settings, { initialisation: { type: 'kaimingNormal', gain: 1 } }),
  ]
}

export const r3: Architecture = {
  label: { en: 'Residual, no normalisation', zh: '无归一化残差' },
  meaning: {
    en: 'After R3GAN: stable with the relativistic pairing loss and R1 and R2 penalties; the slowest architecture.',
    zh: '仿照 R3GAN：配合相对论损失及 R1、R2 惩罚时训练稳定，速度最慢。',
  },
  options: ['baseWidth', 'levels', 'minibatchDeviation', 'conditioning', 'classes'],
  conflict: levelConflict,
  networks: (settings) => {
    const { latentDim, imageSize: size, channels } = settings
    return {
      generator: {
        input: { type: 'latent', size: latentDim },
        ...classesOf(settings),
        layers: generatorLayers(settings),
        output: { type: 'image', channels, size },
      },
      discriminator: {
        input: { type: 'image', channels, size, flattened: false },
        ...classesOf(settings),
        layers: discriminatorLayers(settings),
        output: { type: 'logit' },
      },
    }
  },
}
