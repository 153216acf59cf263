import { tidy } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { NetImages } from './feature-net'

const MOST_IMAGES = 64
/** Values of the largest layer per batch, to keep its memory within bounds. */
const MOST_VALUES = 2 ** 22

/**
 * Images per batch: a function of the net only, since the shape of a batch may change bits.
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

/**
 * Computes outputs batch by batch. All batches have the same number of images: a smaller one may be
 * computed in another order, with other rounding. The last is filled up with black images.
 *
 * @param images [count, length] bytes
 * @param compute from the batch's bytes; its tensors are disposed of
 * @returns [count, dim] of each output
 */
export function inBatches(
  images: Uint8Array,
  count: number,
  { length, batch, dims }: BatchSizes,
  compute: (bytes: Uint8Array) => Tensor[],
): Float32Array[] {
  if (images.length !== count * length) {
    throw new Error(`${count} images have ${count * length} bytes, not ${images.length}`)
  }
  const results = dims.map((dim) => new Float32Array(count * dim))
  const bytes = new Uint8Array(batch * length)
  for (let start = 0; start < count; start += batch) {
    const present = Math.min(batch, count - start)
    bytes.fill(0)
    bytes.set(images.subarray(start * length, (start + present) * length))
    const outputs = tidy(() => compute(bytes))
    results.forEach((result, i) => {
      const dim = dims[i] as number
      result.set(valuesOf(outputs[i] as Tensor).subarray(0, present * dim), start * dim)
    })
  }
  return results
}

function valuesOf(output: Tensor): Float32Array {
  try {
    return output.dataSync<'float32'>()
  } finally {
    output.dispose()
  }
}
