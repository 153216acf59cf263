import type { DatasetListing } from '../../../contract/datasets/listing'
import { presetNames, presetsByName } from '../../../contract/hyperparameters'
import { model } from '../../../contract/recipe/model'
import type { NewRunForm } from './new-run.svelte'

type Shape = Pick<DatasetListing, 'width' | 'height' | 'channels'>

/** Models generate square images; the larger side keeps all detail. */
export const shapeOf = ({
  width,
  height,
  channels,
}: Shape): { side: number; channels: number } => ({
  side: Math.max(width, height),
  channels,
})

/** Returns the image size and channels nearest to a data set's that a run can have. */
export function trainableShape(dataset: Shape): { imageSize: number; channels: number } {
  const { side, channels } = shapeOf(dataset)
  const { min, max } = model.imageSize
  return { imageSize: Math.min(max, Math.max(min, side)), channels }
}

/**
 * Chooses a data set and settings that fit its images: a built-in preset for them if no setting was
 * changed yet, or else only the image size and channels. Networks from a file stay as they are.
 */
export function fitToDataset(form: NewRunForm, dataset: DatasetListing): void {
  form.dataset = dataset.name
  if (form.networks !== undefined) return
  const shape = trainableShape(dataset)
  const fits = (values: { imageSize: number | string; channels: number | string }): boolean =>
    values.imageSize === shape.imageSize && values.channels === shape.channels
  if (fits({ imageSize: form.values.imageSize, channels: form.values.channels })) return
  const untouched = form.origin !== 'run' && form.changedNames.length === 0
  const name = presetNames.find((one) => fits(presetsByName[one].hyperparameters))
  if (untouched && name !== undefined) form.applyPreset(presetsByName[name])
  else Object.assign(form.values, shape)
}
