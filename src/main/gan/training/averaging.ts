import { add, mul, sub, tidy } from '@tensorflow/tfjs-core'
import type { Hyperparameters } from '../../../contract/hyperparameters'
import { scheduledValue } from '../../../contract/recipe/scheduled-value'
import type { Network } from '../layers/network'
import { rateOf } from '../optimisers/optimiser'
import { defineStep } from './recipe'
import type { RecipeStep } from './recipe'
import type { Rate } from './step-input'

/**
 * Moves an average of the generator towards the generator, after its update: the influence of
 * earlier weights halves with each half-life, counted in images (Karras et al., 2020). Running
 * statistics are copied, as in StyleGAN: they are averages already.
 *
 * @param batch the index of the step's batch whose size it uses
 */
export function averagingStep(
  generator: Network,
  average: Network,
  h: Hyperparameters,
  batch: number,
): RecipeStep {
  const trained = new Set(generator.parameters.map(({ variable }) => variable))
  const pairs = generator.entries.flatMap(({ variable: from }, i) => {
    const to = average.entries[i]?.variable
    return to === undefined ? [] : [{ from, to, isTrained: trained.has(from) }]
  })
  return defineStep({
    name: 'average',
    inputs: {},
    rates: { share: shareOf(h, batch) },
    run: (_, rates) => {
      const share = rateOf(rates, 'share')
      for (const { from, to, isTrained } of pairs) {
        tidy(() => to.assign(isTrained ? add(to, mul(sub(from, to), share)) : from.clone()))
      }
      return {}
    },
  })
}

/** The share of the new weights, 1 - 0.5^(batch / half-life). */
const shareOf =
  (h: Hyperparameters, batch: number): Rate =>
  (at) => {
    const halfLife = 1000 * scheduledValue(h, 'emaHalfLife', at)
    const limit = h.emaRampUp === 0 ? Infinity : at.imagesSeen * h.emaRampUp
    const images = Math.max(Math.min(halfLife, limit), 1e-8)
    // 1 - 0.5^x, without losing the digits of a small x.
    return -Math.expm1((-Math.LN2 * at.size(batch)) / images)
  }
