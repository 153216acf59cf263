import { i18n } from '../../../i18n/i18n.svelte'
import { epochOf } from '../../../state/run-figures'

/** Describes a sample grid for use within a sentence: "step 400, epoch 1". */
export function describeSample(step: number, stepsPerEpoch: number | null): string {
  const t = i18n.t.training.grid
  const epoch = epochOf(step, stepsPerEpoch)
  const steps = i18n.format.number(step)
  return epoch === undefined ? t.step(steps) : t.stepAndEpoch(steps, i18n.format.number(epoch))
}
