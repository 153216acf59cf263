import {
  avgPool,
  depthwiseConv2d,
  image,
  mul,
  outerProduct,
  reshape,
  tensor1d,
  tile,
} from '@tensorflow/tfjs-core'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import { defineOp } from '../define-op'

/*
 * Images made larger, smaller and smoother without weights. Enlarging and averaging are each
 * other's gradient up to a factor, which is applied to the smaller of the two images; smoothing is
 * its own.
 */

export interface Factor {
  factor: number
}

export const upsampleOp = defineOp({
  name: 'upsample',
  inputs: ['x'],
  compose: ({ x }, { factor }: Factor) => {
    const [, height = 0, width = 0] = x.shape
    return image.resizeNearestNeighbor(x as Tensor4D, [height * factor, width * factor])
  },
  gradient: {
    of: (dy, _, { factor }) => ({ x: () => mul(averagePool(dy, factor), factor ** 2) }),
  },
})

export const averagePoolOp = defineOp({
  name: 'averagePool',
  inputs: ['x'],
  compose: ({ x }, { factor }: Factor) => avgPool(x as Tensor4D, factor, factor, 'valid'),
  gradient: {
    of: (dy, _, { factor }) => ({ x: () => upsample(mul(dy, 1 / factor ** 2), factor) }),
  },
})

export const blurOp = defineOp({
  name: 'blur',
  inputs: ['x'],
  compose: ({ x }) => {
    const channels = x.shape[3] ?? 0
    const line = tensor1d([0.25, 0.5, 0.25])
    const filters = tile(reshape(outerProduct(line, line), [3, 3, 1, 1]), [1, 1, channels, 1])
    return depthwiseConv2d(x as Tensor4D, filters as Tensor4D, 1, 'same')
  },
  // The filter is symmetric.
  gradient: { of: (dy) => ({ x: () => blur(dy) }) },
})

/** Repeats each pixel `factor` times in both directions: x [N,H,W,C] -> [N,H*factor,W*factor,C] */
export const upsample = (x: Tensor, factor: number): Tensor4D =>
  upsampleOp.run({ x }, { factor }) as Tensor4D

/** Averages squares of `factor` x `factor` pixels, which must fill the images. */
export const averagePool = (x: Tensor, factor: number): Tensor4D =>
  averagePoolOp.run({ x }, { factor }) as Tensor4D

/** Weighs neighbours by [1,2,1]/4 in both directions; outside an image is 0. Any [N,H,W,C] */
export const blur = (x: Tensor): Tensor4D => blurOp.run({ x }) as Tensor4D
