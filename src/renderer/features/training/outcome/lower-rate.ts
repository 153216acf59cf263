import { hyperparameters } from '../../../../contract/hyperparameters'

/** Suggests a learning rate after divergence: a third, to one digit, within the valid range. */
export function lowerRate(rate: number): number {
  const { learningRate } = hyperparameters
  const [min, max] = learningRate.kind === 'real' ? [learningRate.min, learningRate.max] : [0, 1]
  return Math.min(max, Math.max(min, Number((rate / 3).toPrecision(1))))
}
