import { hyperparameters } from '../../../../contract/hyperparameters'

/** The learning rate to offer after a run diverged: a third, with one digit, within the range. */
export function lowerRate(rate: number): number {
  const { learningRate } = hyperparameters
  const [min, max] = learningRate.kind === 'real' ? [learningRate.min, learningRate.max] : [0, 1]
  return Math.min(max, Math.max(min, Number((rate / 3).toPrecision(1))))
}
