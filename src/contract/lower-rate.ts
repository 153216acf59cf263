import type { Hyperparameters } from './hyperparameters'
import { optimiser } from './recipe/optimiser'

/**
 * Adam's steps are about as large as the learning rate, so a rate far above the usual range undoes
 * all learning.
 */
const MAX_USABLE_RATE = 0.1

/** Returns true if no network is known to learn at this learning rate. */
export const isRateTooHigh = (rate: number): boolean => rate > MAX_USABLE_RATE

/**
 * Suggests a learning rate after a failed training: a third, to one digit, within the valid range;
 * the default if the rate was far too high.
 */
export function lowerRate(rate: number): number {
  const { learningRate } = optimiser
  if (isRateTooHigh(rate)) return learningRate.default
  return Math.min(learningRate.max, Math.max(learningRate.min, Number((rate / 3).toPrecision(1))))
}

/** The hyperparameters that are learning rates. */
type Rates = Pick<
  Hyperparameters,
  'learningRate' | 'learningRateSchedule' | 'learningRateEnd' | 'discriminatorLearningRate'
>

/**
 * Suggests lower learning rates after training failed: {@link lowerRate} for the learning rate; the
 * discriminator's own rate and the schedule's final rate, if the run has them, are lowered by the
 * same factor.
 */
export function lowerRates(h: Rates): Partial<Hyperparameters> {
  const learningRate = lowerRate(h.learningRate)
  const lowered = (rate: number): number =>
    Number(((rate * learningRate) / h.learningRate).toPrecision(1))
  const { discriminatorLearningRate: own, learningRateSchedule, learningRateEnd: end } = h
  return {
    learningRate,
    ...(own === 0 ? {} : { discriminatorLearningRate: lowered(own) }),
    ...(learningRateSchedule === 'constant' ? {} : { learningRateEnd: lowered(end) }),
  }
}
