import { StudioError } from '../../../contract/errors'
import { RandomStream } from '../random/random'
import type { Dataset } from '../../../contract/datasets/dataset'

export interface Batch {
  /** Number of images: the batch size, or fewer in an epoch's last batch. */
  size: number
  /** [size, channels * imageSize * imageSize] in [-1, 1], each image channels first. */
  pixels: Float32Array
}

/**
 * The order of the images in an epoch. It depends only on the seed and the epoch, so resuming a run
 * needs nothing but its step.
 *
 * @returns image indices, [count]
 */
export function epochOrder(count: number, seed: number, epoch: number): Uint32Array {
  return RandomStream.seeded(seed, 'shuffle', epoch).permutation(count)
}

/**
 * Gathers one batch of an epoch.
 *
 * @param order as from {@link epochOrder}
 * @param batchIndex from 0 to batchesPerEpoch - 1
 * @param buffer for the pixels of a full batch; the returned pixels are then a view of it
 * @throws StudioError `internal` if the epoch has no such batch
 */
export function gatherBatch(
  dataset: Pick<Dataset, 'images' | 'imageSize' | 'channels'>,
  order: Uint32Array,
  batchIndex: number,
  batchSize: number,
  buffer?: Float32Array,
): Batch {
  const chosen = order.subarray(batchIndex * batchSize, (batchIndex + 1) * batchSize)
  if (batchIndex < 0 || chosen.length === 0) {
    throw new StudioError('internal', `The epoch has no batch ${batchIndex} of ${batchSize}`)
  }
  const length = dataset.channels * dataset.imageSize ** 2
  const pixels = (buffer ?? new Float32Array(chosen.length * length)).subarray(
    0,
    chosen.length * length,
  )
  dataset.images.gather(chosen, pixels)
  return { size: chosen.length, pixels }
}

/**
 * Gathers the labels [batch size] of the batch whose images {@link gatherBatch} gathers.
 *
 * @throws StudioError `internal` if the data set has no labels
 */
export function gatherLabels(
  { labels }: Pick<Dataset, 'labels'>,
  order: Uint32Array,
  batchIndex: number,
  batchSize: number,
  target: Int32Array,
): void {
  if (labels === undefined) throw new StudioError('internal', 'The data set has no labels')
  const chosen = order.subarray(batchIndex * batchSize, (batchIndex + 1) * batchSize)
  for (let row = 0; row < chosen.length; row++) {
    target[row] = labels[chosen[row] as number] as number
  }
}
