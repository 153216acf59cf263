import type { Hyperparameters } from './hyperparameters'

/** Batches per epoch, including a partial last one. */
export function batchesPerEpoch(count: number, batchSize: number): number {
  return Math.ceil(count / batchSize)
}

/**
 * Training steps in an epoch. A step takes `batches` of the data set's batches; those left over at
 * an epoch's end, too few for another step, are skipped in that epoch; the next one has a different
 * order.
 */
export const stepsPerEpoch = (images: number, batchSize: number, batches = 1): number =>
  Math.max(1, Math.floor(batchesPerEpoch(images, batchSize) / batches))

/** Total steps of a run: those of its epochs, or fewer if it has a step limit. */
export function totalSteps(
  h: Pick<Hyperparameters, 'epochs' | 'steps' | 'batchSize'>,
  images: number,
  batches = 1,
): number {
  const all = h.epochs * stepsPerEpoch(images, h.batchSize, batches)
  return h.steps === 0 ? all : Math.min(h.steps, all)
}
