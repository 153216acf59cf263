import { StudioError } from '../../../contract/errors'
import { RandomStream } from '../random/random'
import { type Dataset } from './dataset'

/** The float32 in [-1, 1] that each pixel byte stands for: (p / 255 - 0.5) / 0.5. */
export const normalised = Float32Array.from({ length: 256 }, (_, p) => (p / 255 - 0.5) / 0.5)

export interface Batch {
  /** Images in it: the batch size, or fewer in an epoch's last batch. */
  size: number
  /** [size, channels * imageSize * imageSize] in [-1, 1], each image channels first. */
  pixels: Float32Array
}

/**
 * The order in which an epoch shows the images. It follows from the seed and the epoch alone, so
 * that resuming a run requires only its step.
 *
 * @returns [count] indices of images
 */
export function epochOrder(count: number, seed: number, epoch: number): Uint32Array {
  return RandomStream.seeded(seed, 'shuffle', epoch).permutation(count)
}

/** Batches in an epoch; a last partial one counts. */
export function batchesPerEpoch(count: number, batchSize: number): number {
  return Math.ceil(count / batchSize)
}

/**
 * Gathers one batch of an epoch.
 *
 * @param order as from {@link epochOrder}
 * @param batchIndex from 0 to batchesPerEpoch - 1
 * @param room for a whole batch's pixels, which the batch is then a view of
 * @throws StudioError `internal` where the epoch has no such batch
 */
export function gatherBatch(
  dataset: Pick<Dataset, 'pixels' | 'imageSize' | 'channels'>,
  order: Uint32Array,
  batchIndex: number,
  batchSize: number,
  room?: Float32Array,
): Batch {
  const chosen = order.subarray(batchIndex * batchSize, (batchIndex + 1) * batchSize)
  if (batchIndex < 0 || chosen.length === 0) {
    throw new StudioError('internal', `The epoch has no batch ${batchIndex} of ${batchSize}`)
  }
  const length = dataset.channels * dataset.imageSize ** 2
  const pixels = (room ?? new Float32Array(chosen.length * length)).subarray(
    0,
    chosen.length * length,
  )
  for (let row = 0; row < chosen.length; row++) {
    gatherImage(dataset.pixels, (chosen[row] as number) * length, pixels, row * length, length)
  }
  return { size: chosen.length, pixels }
}

/** A separate function, so that V8 optimises it for all callers. */
function gatherImage(
  from: Uint8Array,
  start: number,
  to: Float32Array,
  at: number,
  length: number,
): void {
  const table = normalised
  for (let i = 0; i < length; i++) to[at + i] = table[from[start + i] as number] as number
}
