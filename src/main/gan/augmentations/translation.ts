import { cast, equal, matMul, range, reshape, slice, sub, transpose } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core'
import { whole } from './augmentation'
import type { Augmentation } from './augmentation'

/** The largest shift: an eighth of the image. */
const reach = (size: number): number => Math.floor(size / 8 + 0.5)

const shift = (uniform: number, size: number): number =>
  whole(uniform, -reach(size), 2 * reach(size) + 1)

/**
 * Shifts down and right by up to an eighth of the image, leaving 0, a middle grey. By products with
 * tables of zeros and ones: every engine has a fast product, and a compiled step cannot gather by
 * numbers that differ from step to step.
 */
export const translation: Augmentation = {
  numbers: [shift, shift],
  none: () => 0,
  apply(images, shifts) {
    const [count, channels, size] = images.shape
    const [down, right] = [0, 1].map((axis) => shiftTable(slice(shifts, [0, axis], [-1, 1]), size))
    const across: Tensor3D = reshape(images, [count, channels * size, size])
    const moved = reshape(matMul(across, right as Tensor, false, true), images.shape)
    // Rows first, so that one product moves those of all channels.
    const rows: Tensor3D = reshape(transpose(moved, [0, 2, 1, 3]), [count, size, channels * size])
    const product = reshape(matMul(down as Tensor, rows), [count, size, channels, size])
    return transpose(product, [0, 2, 1, 3]) as Tensor4D
  },
}

/** shifts [N, 1] -> [N, to, from], 1 where to - from is the shift */
function shiftTable(shifts: Tensor2D, size: number): Tensor {
  const places = range(0, size, 1)
  const distances = sub(reshape(places, [1, size, 1]), reshape(places, [1, 1, size]))
  return cast(equal(distances, reshape(shifts, [-1, 1, 1])), 'float32')
}
