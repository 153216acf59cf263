import type { Architecture, NetworkOptions, NetworkSettings } from './architecture'
import { classesOf, headOf, labelInputOf } from './conditional-layers'
import { levelConflict, levelsOf, smallestSize } from './levels'
import type { Initialisation, LayerSpec } from './spec'

/*
 * The residual networks of Miyato et al. (2018), "Spectral normalization for generative adversarial
 * networks" (appendix B), which are meant for spectral norm in the discriminator. Images of up to
 * three levels (28 or 32 pixels) have one width, and a discriminator that halves them twice; larger
 * ones have widths that double with each level, and are halved to the end.
 *
 * A 1 x 1 convolution gives the same result before and after repeating or averaging pixels, so
 * shortcuts have it where the images are smaller.
 */

const FEW_LEVELS = 3
const HALVINGS_OF_FEW = 2
/** The largest multiple of the base width. */
const WIDEST = 8

const xavier = (gain: number): Initialisation => ({ type: 'xavierUniform', gain })
/** Within residual branches, whose activations halve the variance. */
const inBranch = xavier(Math.SQRT2)
const relu: LayerSpec = { type: 'relu' }
const batchNorm: LayerSpec = { type: 'batchNorm2d', epsilon: 1e-5, momentum: 0.1 }
const upsample: LayerSpec = { type: 'upsample', factor: 2 }
const averagePool: LayerSpec = { type: 'averagePool', factor: 2 }

type Spectral = { spectralNorm?: true }

const conv = (
  channels: number,
  kernel: 1 | 3,
  initialisation: Initialisation,
  spectral: Spectral = {},
): LayerSpec => ({
  ...{ type: 'conv2d', channels, kernel, stride: 1, padding: (kernel - 1) / 2 },
  ...{ bias: true, initialisation, ...spectral },
})

const isWide = (settings: NetworkSettings): boolean => levelsOf(settings) > FEW_LEVELS

/** The width of feature maps that were halved so often. */
const widthAt = (settings: NetworkSettings, halvings: number): number =>
  settings.baseWidth * (isWide(settings) ? Math.min(WIDEST, 2 ** halvings) : 1)

const upBlock = (channels: number, norm: LayerSpec): LayerSpec => ({
  type: 'residual',
  main: [
    ...[norm, relu, upsample, conv(channels, 3, inBranch)],
    ...[norm, relu, conv(channels, 3, inBranch)],
  ],
  shortcut: [conv(channels, 1, xavier(1)), upsample],
})

function generatorLayers(settings: NetworkSettings): LayerSpec[] {
  const levels = levelsOf(settings)
  const [channels, size] = [widthAt(settings, levels), smallestSize(settings)]
  const features = channels * size ** 2
  const { first, norm } = labelInputOf(settings)
  const ups = Array.from({ length: levels }, (_, i) =>
    upBlock(widthAt(settings, levels - 1 - i), norm),
  )
  return [
    ...first,
    { type: 'linear', features, bias: true, initialisation: xavier(1) },
    { type: 'unflatten', channels, size },
    ...ups,
    // As in the paper's code, the last batch norm is the same for all classes.
    ...[batchNorm, relu, conv(settings.channels, 3, xavier(1)), { type: 'tanh' } as const],
  ]
}

/** The layers to put before an activation, and the keys to add to a layer with weights. */
function normOf(norm: NetworkOptions['discriminatorNorm']) {
  const spectral: Spectral = norm === 'spectral' ? { spectralNorm: true } : {}
  return { before: norm === 'batch' ? [batchNorm] : [], spectral }
}

function discriminatorLayers(settings: NetworkSettings): LayerSpec[] {
  const { before, spectral } = normOf(settings.discriminatorNorm)
  const wide = isWide(settings)
  const halvings = wide ? levelsOf(settings) : Math.min(HALVINGS_OF_FEW, levelsOf(settings))
  const width = (block: number): number => widthAt(settings, block)
  /** The first block begins with a convolution, since its input are pixels. */
  const first: LayerSpec = {
    type: 'residual',
    main: [
      ...[conv(width(0), 3, inBranch, spectral), relu],
      ...[conv(width(0), 3, inBranch, spectral), averagePool],
    ],
    shortcut: [averagePool, conv(width(0), 1, xavier(1), spectral)],
  }
  const branch = (from: number, to: number): LayerSpec[] => [
    ...[...before, relu, conv(from, 3, inBranch, spectral)],
    ...[...before, relu, conv(to, 3, inBranch, spectral)],
  ]
  const down = (block: number): LayerSpec => ({
    type: 'residual',
    main: [...branch(width(block - 1), width(block)), averagePool],
    shortcut: [averagePool, conv(width(block), 1, xavier(1), spectral)],
  })
  const last = width(halvings - 1)
  const plain: LayerSpec = { type: 'residual', main: branch(last, last), shortcut: [] }
  return [
    ...[first, ...Array.from({ length: halvings - 1 }, (_, i) => down(i + 1))],
    ...(wide ? [plain] : [plain, plain]),
    ...[...before, relu],
    ...(settings.minibatchDeviation === 'on'
      ? [{ type: 'minibatchDeviation', groupSize: 4 } as const]
      : []),
    { type: 'globalSum' },
    headOf(settings, { initialisation: xavier(1), ...spectral }),
  ]
}

export const resnet: Architecture = {
  label: { en: 'Residual', zh: '残差' },
  meaning: {
    en: 'Deeper, best with spectral norm in the discriminator and the hinge loss; several times slower than the convolutional networks.',
    zh: '层数更多，宜在判别器中使用谱归一化并采用 hinge 损失，训练比卷积网络慢数倍。',
  },
  options: [
    ...(['baseWidth', 'levels', 'discriminatorNorm', 'minibatchDeviation'] as const),
    ...(['conditioning', 'classes', 'labelInput'] as const),
  ],
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
