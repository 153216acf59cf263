import type { DatasetListing } from '../../../contract/datasets/listing'
import { hyperparametersSchema, presetsByName } from '../../../contract/hyperparameters'
import type { PresetName } from '../../../contract/hyperparameters'
import type { Values } from '../../../contract/recipe/entries'
import { needsConvolutions, presetFor, trainableShape } from './preset-for'
import type { Fitted } from './preset-for'

/** With fewer images, the discriminator soon memorises them, whatever the settings. */
const VERY_FEW_IMAGES = 200

/** Returns true if a data set has too few images to learn much from. */
export const hasVeryFew = ({ images }: DatasetListing): boolean =>
  images > 0 && images < VERY_FEW_IMAGES

/**
 * Chooses the built-in preset that learns the classes of a data set that the user added.
 *
 * @returns undefined if it has no classes, or the settings use them
 */
export function conditionalPresetFor(
  dataset: DatasetListing,
  { conditioning }: Values,
): Fitted | undefined {
  const { classes, kind } = dataset
  if (kind !== 'prepared' || classes === null || classes < 2 || conditioning !== 'none') {
    return undefined
  }
  const { batchSize } = presetFor(dataset).values
  const values = { ...trainableShape(dataset), ...(batchSize && { batchSize }), classes }
  const fits = (preset: PresetName): boolean => isValid({ preset, values })
  const preset = 'sn-dcgan-conditional'
  if (fits(preset)) return { preset, values }
  return needsConvolutions(dataset) || !fits('conditional-mlp')
    ? undefined
    : { preset: 'conditional-mlp', values }
}

/** The side of the images that the presets with the best quality are tuned for, in pixels. */
const TUNED_SIDE = 28
/** The number of the bundled data set's classes, which listings lack. */
const BUNDLED_CLASSES = 10

/**
 * Chooses the preset with the best quality for a first run on a data set like MNIST: grey images of
 * 28 x 28 pixels, with a known number of classes. Undefined for other data sets.
 */
export function firstPresetFor(dataset: DatasetListing): Fitted | undefined {
  const { width, height, channels, labels, images, source, kind } = dataset
  const isLikeMnist = width === TUNED_SIDE && height === TUNED_SIDE && channels === 1 && labels
  if (!isLikeMnist || hasVeryFew(dataset) || images === 0) return undefined
  const classes = dataset.classes ?? (kind === 'bundled' ? BUNDLED_CLASSES : undefined)
  if (classes === undefined) return undefined
  const preset = source?.known === 'fashion-mnist' ? 'fashion-quality' : 'mnist-quality'
  const fitted: Fitted = { preset, values: { classes } }
  return isValid(fitted) ? fitted : undefined
}

function isValid({ preset, values }: Fitted): boolean {
  const all = { ...presetsByName[preset].hyperparameters, ...values }
  return hyperparametersSchema.safeParse(all).success
}
