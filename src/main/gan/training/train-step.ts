import { stack, tidy } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { stepMetrics } from '../../../contract/metrics/table'
import { outputOf } from '../../../contract/recipe/losses/output'
import { inPrecision } from '../../engine/precision'
import { arithmetic } from '../arithmetic'
import type { Gan } from './gan'
import { runSteps, stepsOf } from './recipe'

/**
 * Runs a complete training step of one of the recipe's variants.
 *
 * @param inputs keyed by the names they are fed under
 * @returns metrics: the table's step metrics, in its order; images [N, pixels]: the generator
 *   step's
 */
export function trainStep(
  gan: Gan,
  variant: string,
  inputs: Readonly<Record<string, Tensor>>,
): { metrics: Tensor1D; images: Tensor2D } {
  return tidy(() => {
    const reports = inPrecision(gan.precision, () => runSteps(stepsOf(gan.recipe, variant), inputs))
    const reported = (step: string, what: string): Tensor => {
      const tensor = reports.get(step)?.[what]
      if (tensor === undefined) throw new Error(`the step ${step} reports no ${what}`)
      return tensor
    }
    const d = `d${gan.recipe.batches - 1}`
    const outcome = {
      lossD: reported(d, 'loss'),
      lossG: reported('g', 'loss'),
      realLogits: reported(d, 'realLogits'),
      fakeLogits: reported(d, 'fakeLogits'),
      output: (logits: Tensor) => outputOf(gan.loss, logits, arithmetic),
    }
    const values = stepMetrics().map(({ value }) => value(outcome, arithmetic))
    return { metrics: stack(values) as Tensor1D, images: reported('g', 'images') as Tensor2D }
  })
}
