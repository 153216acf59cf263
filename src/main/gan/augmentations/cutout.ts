import { cast, greaterEqual, less, mul, range, reshape, slice, sub } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { whole } from './augmentation'
import type { Augmentation } from './augmentation'

/** The side of the square: half of the image's. */
const side = (size: number): number => Math.floor(size / 2 + 0.5)

/** The first row or column of the square, of which some may lie outside the image. */
const start = (uniform: number, size: number): number =>
  whole(uniform, -Math.floor(side(size) / 2), size + 1 - (side(size) % 2))

/** Sets a square of half the image's side to 0, a middle grey. */
export const cutout: Augmentation = {
  numbers: [start, start],
  // The square begins outside the image.
  none: (size) => size,
  apply(images, starts) {
    const [count, , size] = images.shape
    const [rows, columns] = [0, 1].map((axis) => within(slice(starts, [0, axis], [-1, 1]), size))
    const square = mul(
      reshape(rows as Tensor, [count, 1, size, 1]),
      reshape(columns as Tensor, [count, 1, 1, size]),
    )
    return mul(images, sub(1, square))
  },
}

/** starts [N, 1] -> [N, size], 1 within the square */
function within(starts: Tensor2D, size: number): Tensor {
  const places = sub(reshape(range(0, size, 1), [1, size]), starts)
  const [from, to] = [greaterEqual(places, 0), less(places, side(size))]
  return mul(cast(from, 'float32'), cast(to, 'float32'))
}
