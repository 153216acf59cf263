import type { Words } from '../words'
import { defaultOptions, supports } from './architecture'
import type { NetworkSettings } from './architecture'
import { architectureNamed } from './architectures'
import { leafLayers } from './leaf-layers'
import { shapesOfBoth } from './shapes'
import type { SizedLayer } from './shapes'
import type { NetworkSpecs } from './spec'

/**
 * Returns true if a batch of one image gives some batch norm layer a single value per channel. Such
 * a layer outputs its offset whatever the input, so nothing before it can learn; PyTorch refuses to
 * train it. Images larger than one pixel have several values per channel.
 */
export function needsTwoImages(specs: NetworkSpecs): boolean {
  const { generator, discriminator } = shapesOfBoth(specs)
  return leafLayers([...generator, ...discriminator]).some(hasSingleValues)
}

function hasSingleValues({ type, input }: SizedLayer): boolean {
  if (!batchNorms.includes(type)) return false
  return input.type === 'vector' || input.size === 1
}

/**
 * Returns why the chosen networks cannot train on batches of one image; undefined if they can, or
 * if the batch size is larger.
 *
 * @param own the networks of a run with a custom architecture
 */
export function singleImageConflict(
  values: Readonly<Record<string, unknown>>,
  own?: NetworkSpecs,
): Words | undefined {
  if (values.batchSize !== 1) return undefined
  const specs = own ?? specsOf(values)
  if (specs === undefined) return undefined
  if (needsTwoImages(specs)) {
    return {
      en: 'Must be at least 2: these networks use batch norm, which cannot learn from batches of one image.',
      zh: '至少为 2：这些网络使用批归一化，每批只有一张图像时无法学习。',
    }
  }
  const { discriminator } = shapesOfBoth(specs)
  if (!has(discriminator, ['minibatchDeviation'])) return undefined
  return {
    en: 'Must be at least 2: the minibatch standard deviation compares the images of a batch.',
    zh: '至少为 2：小批量标准差比较同一批中的图像。',
  }
}

/**
 * Returns why D's gradient penalty cannot go with the chosen networks; undefined if it can. The
 * penalty is on the gradient at each image by itself, but with batch norm, D's output for an image
 * depends on the others (Gulrajani et al., 2017, section 4).
 *
 * @param own the networks of a run with a custom architecture
 */
export function gradientPenaltyConflict(
  { penalty, ...values }: Readonly<Record<string, unknown>>,
  own?: NetworkSpecs,
): Words | undefined {
  if (penalty !== 'gradientPenalty') return undefined
  const specs = own ?? specsOf(values)
  if (specs === undefined || !has(shapesOfBoth(specs).discriminator, batchNorms)) return undefined
  return {
    en: 'The gradient penalty needs a discriminator without batch norm, which makes the output for an image depend on the others.',
    zh: '梯度惩罚要求判别器不使用批归一化，否则一张图像的输出会取决于同批的其他图像。',
  }
}

const has = (layers: readonly SizedLayer[], types: readonly string[]): boolean =>
  leafLayers(layers).some(({ type }) => types.includes(type))

const batchNorms: readonly string[] = ['batchNorm1d', 'batchNorm2d', 'conditionalBatchNorm2d']

/** Returns undefined if the settings are invalid, which their own fields report. */
function specsOf(values: Readonly<Record<string, unknown>>): NetworkSpecs | undefined {
  const architecture = architectureNamed(String(values.architecture))
  if (architecture === undefined) return undefined
  const sizes = [values.latentDim, values.imageSize, values.channels]
  const used = (architecture.options ?? []).map((name) => values[name])
  if (!sizes.every(isSize) || !used.every(isUsable)) return undefined
  const settings = { ...defaultOptions, ...values } as unknown as NetworkSettings
  return supports(architecture, settings) ? architecture.networks(settings) : undefined
}

const isUsable = (value: unknown): boolean =>
  typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value) && value >= 0)

const isSize = (value: unknown): boolean => isUsable(value) && Number(value) > 0
