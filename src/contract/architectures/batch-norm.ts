import type { Words } from '../words'
import { supports } from './architecture'
import type { Sizes } from './architecture'
import { architectureNamed } from './architectures'
import { shapesOfBoth } from './shapes'
import type { SizedLayer } from './shapes'
import type { NetworkSpecs } from './spec'

/**
 * Whether a batch of one image leaves some batch norm with a single value per channel. Its output
 * is then its offset, whatever the input, and nothing before it can learn; PyTorch refuses to train
 * so. Images larger than one pixel have several values per channel.
 */
export function needsTwoImages(specs: NetworkSpecs): boolean {
  const { generator, discriminator } = shapesOfBoth(specs)
  return [...generator, ...discriminator].some(hasSingleValues)
}

function hasSingleValues(layer: SizedLayer): boolean {
  const { type, input } = layer
  if (type === 'residual') return [...layer.main, ...layer.shortcut].some(hasSingleValues)
  if (type !== 'batchNorm1d' && type !== 'batchNorm2d') return false
  return input.type === 'vector' || input.size === 1
}

/** What is wrong with a batch of one image for the chosen networks. */
export function batchNormConflict(values: Readonly<Record<string, unknown>>): Words | undefined {
  if (values.batchSize !== 1) return undefined
  const specs = specsOf(values)
  if (specs === undefined || !needsTwoImages(specs)) return undefined
  return {
    en: 'Must be at least 2: these networks use batch norm, which cannot learn from batches of one image.',
    zh: '至少为 2：这些网络使用批归一化，每批只有一张图像时无法学习。',
  }
}

/** Undefined if the sizes are not valid, of which their own fields tell. */
function specsOf(values: Readonly<Record<string, unknown>>): NetworkSpecs | undefined {
  const architecture = architectureNamed(String(values.architecture))
  const { latentDim, imageSize, channels } = values
  const sizes = [latentDim, imageSize, channels]
  if (architecture === undefined || !sizes.every(isSize)) return undefined
  const given = { latentDim, imageSize, channels } as Sizes
  return supports(architecture, given) ? architecture.networks(given) : undefined
}

const isSize = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value > 0
