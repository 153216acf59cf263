import type { Hyperparameters } from './hyperparameters'
import { optimiser } from './recipe/optimiser'
import { optimisers } from './recipe/optimisers/optimisers'
import type { OptimiserName } from './recipe/optimisers/optimisers'

/** Adam's steps are about as large as the learning rate, so a much higher one undoes learning. */
const FAR_TOO_HIGH = 10

/** Returns true for a rate so far above the usual one that a third of it is still too high. */
export const isRateFarTooHigh = (rate: number, name: OptimiserName): boolean =>
  rate > FAR_TOO_HIGH * optimisers[name].usualRate

/**
 * Suggests a learning rate after a failed training: a third, to one digit, within the valid range;
 * the optimiser's usual rate if the rate was far too high.
 */
export function lowerRate(rate: number, name: OptimiserName): number {
  if (isRateFarTooHigh(rate, name)) return optimisers[name].usualRate
  const { min, max } = optimiser.learningRate
  return Math.min(max, Math.max(min, Number((rate / 3).toPrecision(1))))
}

/** The hyperparameters that are learning rates. */
type Rates = Pick<
  Hyperparameters,
  | 'optimiser'
  | 'learningRate'
  | 'learningRateSchedule'
  | 'learningRateEnd'
  | 'discriminatorLearningRate'
>

/**
 * Suggests lower learning rates after training failed: {@link lowerRate} for the learning rate; the
 * discriminator's own rate and the schedule's final rate, if the run has them, are lowered by the
 * same factor.
 */
export function lowerRates(h: Rates): Partial<Hyperparameters> {
  const learningRate = lowerRate(h.learningRate, h.optimiser)
  const lowered = (rate: number): number =>
    Number(((rate * learningRate) / h.learningRate).toPrecision(1))
  const { discriminatorLearningRate: own, learningRateSchedule, learningRateEnd: end } = h
  return {
    learningRate,
    ...(own === 0 ? {} : { discriminatorLearningRate: lowered(own) }),
    ...(learningRateSchedule === 'constant' ? {} : { learningRateEnd: lowered(end) }),
  }
}
