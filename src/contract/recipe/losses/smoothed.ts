import type { Hyperparameters } from '../../hyperparameters'
import { plainArithmetic } from '../plain-arithmetic'
import type { Loss } from './loss'
import { losses } from './losses'
import { outputOf } from './output'

/**
 * Returns a run's loss with its values at equilibrium. With label smoothing, D's output at
 * equilibrium is half of the smoothed target, which changes both losses.
 */
export function lossOf({
  loss: name,
  labelSmoothing: smoothing,
}: Pick<Hyperparameters, 'loss' | 'labelSmoothing'>): Loss {
  const loss: Loss = losses[name]
  if (loss.smooths !== true || smoothing === 0) return loss
  const key = `${name} ${smoothing}`
  const known = smoothed.get(key) ?? withSmoothing(loss, smoothing)
  smoothed.set(key, known)
  return known
}

/**
 * D's lowest possible loss, with label smoothing: the entropy of the target where D(x) is a
 * probability. Undefined if the loss has no limit.
 */
export function lowestLossD({
  loss: name,
  labelSmoothing: s,
}: Pick<Hyperparameters, 'loss' | 'labelSmoothing'>): number | undefined {
  const loss: Loss = losses[name]
  if (loss.smooths !== true || s === 0 || loss.output !== 'probability') return loss.lowestLossD
  return -s * Math.log(s) - (1 - s) * Math.log(1 - s)
}

/** Cached by name and smoothing, so that the same settings give the same object. */
const smoothed = new Map<string, Loss>()

function withSmoothing(loss: Loss, smoothing: number): Loss {
  const answer = (1 - smoothing) / 2
  const logit = loss.output === 'probability' ? Math.log(answer / (1 - answer)) : answer
  const [both, a] = [
    { real: Float64Array.of(logit), fake: Float64Array.of(logit) },
    plainArithmetic,
  ]
  const valueOf = (values: Float64Array): number => values[0] ?? NaN
  const equilibrium = {
    logit,
    lossD: valueOf(loss.discriminator(both, a, smoothing)),
    lossG: valueOf(loss.generator(both, a)),
    output: valueOf(outputOf(loss, both.fake, a)),
  }
  return { ...loss, equilibrium }
}
