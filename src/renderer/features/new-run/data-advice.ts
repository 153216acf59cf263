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
  const fits = (preset: PresetName): boolean => {
    const all = { ...presetsByName[preset].hyperparameters, ...values }
    return hyperparametersSchema.safeParse(all).success
  }
  const preset = 'sn-dcgan-conditional'
  if (fits(preset)) return { preset, values }
  return needsConvolutions(dataset) || !fits('conditional-mlp')
    ? undefined
    : { preset: 'conditional-mlp', values }
}
