import { tidy } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { NetImages } from './feature-net'

const MOST_IMAGES = 64
/** The most values of the largest layer per batch, which bounds memory use. */
const MOST_VALUES = 2 ** 22

/**
 * The number of images per batch. Depends only on the net, since the batch size may affect the last
 * bits.
 *
 * @param values the number of values in the largest layer, for one image
 */
export const imagesAtOnce = (values: number): number =>
  Math.max(1, Math.min(MOST_IMAGES, Math.floor(MOST_VALUES / values)))

export const imageLength = ({ size, channels }: NetImages): number => size * size * channels

interface BatchSizes {
  /** Bytes of an image. */
  length: number
  /** Images per batch. */
  batch: number
  /** Values per image in each output. */
  dims: readonly number[]
}

/** Computes the outputs of one batch from its bytes: [batch, dim] of each. */
export type ComputeBatch = (bytes: Uint8Array) => Promise<readonly Float32Array[]>

/**
 * Computes outputs batch by batch. All batches have the same number of images, since a smaller one
 * may be computed in another order, with different rounding. The last batch is padded with black
 * images.
 *
 * @param images [count, length] bytes
 * @returns [count, dim] of each output
 */
export async function inBatches(
  images: Uint8Array,
  count: number,
  { length, batch, dims }: BatchSizes,
  compute: ComputeBatch,
): Promise<Float32Array[]> {
  if (images.length !== count * length) {
    throw new Error(`${count} images have ${count * length} bytes, not ${images.length}`)
  }
  const results = dims.map((dim) => new Float32Array(count * dim))
  const bytes = new Uint8Array(batch * length)
  for (let start = 0; start < count; start += batch) {
    const present = Math.min(batch, count - start)
    bytes.fill(0)
    bytes.set(images.subarray(start * length, (start + present) * length))
    const outputs = await compute(bytes)
    results.forEach((result, i) => {
      const dim = dims[i] as number
      result.set((outputs[i] as Float32Array).subarray(0, present * dim), start * dim)
    })
  }
  return results
}

/** Reads the values of tensors on the open engine, and disposes of the tensors. */
export async function valuesOf(compute: () => Tensor[]): Promise<Float32Array[]> {
  const outputs = tidy(compute)
  try {
    return await Promise.all(outputs.map((output) => output.data<'float32'>()))
  } finally {
    for (const output of outputs) output.dispose()
  }
}
