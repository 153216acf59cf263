import { optimiser } from './recipe/optimiser'

/** Adam's steps are about as large as the rate, so a far higher one than usual undoes all learning. */
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
