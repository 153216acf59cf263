import { add, div, minimum, mul, sqrt, square, sum, tidy } from '@tensorflow/tfjs-core'
import type { NamedTensorMap, Scalar, Tensor } from '@tensorflow/tfjs-core'
import type { Parameter } from '../layers/parameters'
import { gradientOf } from './optimiser'
import type { Optimiser, Rates } from './optimiser'

/** As in PyTorch, so that a gradient of zero is not divided by zero. */
const TINY = 1e-6

/**
 * An optimiser that scales the gradients down before each update if their norm, all of the
 * network's together, exceeds a limit (PyTorch's `clip_grad_norm_`).
 */
export function clipped(
  optimiser: Optimiser,
  parameters: readonly Parameter[],
  limit: number,
): Optimiser {
  return {
    get updates() {
      return optimiser.updates
    },
    set updates(count: number) {
      optimiser.updates = count
    },
    rateNames: optimiser.rateNames,
    entries: optimiser.entries,
    ratesOf: (update, at) => optimiser.ratesOf(update, at),
    apply(gradients: NamedTensorMap, rates: Rates<Scalar>): void {
      tidy(() => {
        const all = parameters.map((parameter) => gradientOf(gradients, parameter))
        const squares = all.map((gradient): Tensor => sum(square(gradient)))
        const norm = sqrt(squares.reduce((total, one) => add(total, one)))
        const factor = minimum(div(limit, add(norm, TINY)), 1)
        const scaled = parameters.map(({ variable: { name } }, i) => [
          name,
          mul(all[i] as Tensor, factor),
        ])
        optimiser.apply(Object.fromEntries(scaled) as NamedTensorMap, rates)
      })
    },
  }
}
