import type { Hyperparameters } from './hyperparameters'

/** The hyperparameters that the number of steps per epoch depends on. */
export type Batching = Pick<Hyperparameters, 'batchSize' | 'discriminatorSteps'>

/** Batches per epoch, including a partial last one. */
export function batchesPerEpoch(count: number, batchSize: number): number {
  return Math.ceil(count / batchSize)
}

/**
 * Training steps in an epoch. A step takes one of the data set's batches for each update of the
 * discriminator; those left over at an epoch's end, too few for another step, are skipped in that
 * epoch; the next one has a different order.
 */
export const stepsPerEpoch = (
  { batchSize, discriminatorSteps }: Batching,
  images: number,
): number => Math.max(1, Math.floor(batchesPerEpoch(images, batchSize) / discriminatorSteps))

/** Rounds a number of epochs, such as the end of a run with a step limit, for sentences. */
export const roundedEpochs = (epochs: number): number =>
  Number(epochs < 1 ? epochs.toPrecision(3) : epochs.toFixed(3))

/** Total steps of a run: those of its epochs, or fewer if it has a step limit. */
export function totalSteps(
  h: Batching & Pick<Hyperparameters, 'epochs' | 'steps'>,
  images: number,
): number {
  const all = h.epochs * stepsPerEpoch(h, images)
  return h.steps === 0 ? all : Math.min(h.steps, all)
}
