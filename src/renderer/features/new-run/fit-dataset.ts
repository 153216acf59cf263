import type { DatasetListing } from '../../../contract/datasets/listing'
import { presetsByName } from '../../../contract/hyperparameters'
import type { NewRunForm } from './new-run.svelte'
import { presetFor, trainableShape } from './preset-for'

/**
 * Chooses a data set and settings that fit its images: the built-in preset for them if no setting
 * was changed yet, and the image size and channels. Networks from a file stay as they are.
 */
export function fitToDataset(form: NewRunForm, dataset: DatasetListing): void {
  form.dataset = dataset.name
  if (form.networks !== undefined) return
  const untouched = form.origin !== 'run' && form.changedNames.length === 0
  const { preset, values } = presetFor(dataset)
  if (untouched) form.applyPreset(presetsByName[preset], values)
  else form.adopt(trainableShape(dataset))
}
