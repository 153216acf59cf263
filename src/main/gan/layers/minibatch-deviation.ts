import { add, concat, mul, reshape, sqrt, sub, sum, zeros } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Layer } from './layer'

/** Keeps the root's slope finite where the images of a group are equal. */
const EPSILON = 1e-8

/**
 * Appends a feature, or a channel, with how much the examples of a group differ, as StyleGAN's
 * discriminators do: the mean of the values' standard deviations within the group. Example i of N
 * belongs to group i modulo N/groupSize; if groups do not divide the batch, it is a single one.
 */
export const MinibatchDeviation = (groupSize: number): Layer => ({
  batchwise: true,
  forward(x) {
    const [count = 0] = x.shape
    const size = count % groupSize === 0 ? groupSize : count
    const ones = x.shape.slice(1).map(() => 1)
    const of = reshape(deviations(x, size), [count, ...ones])
    const places = x.shape.slice(1, -1)
    // Broadcast by an addition, whose gradient is a sum.
    return concat([x, add(of, zeros([1, ...places, 1]))], x.rank - 1)
  },
  parameters: [],
  entries: [],
})

/** x [N, ...] -> [size, N/size], each group's deviation for each of its examples */
function deviations(x: Tensor, size: number): Tensor {
  const groups = (x.shape[0] ?? 0) / size
  const values = reshape(x, [size, groups, -1])
  const centred = sub(values, meanOver(values, 0))
  const deviation = meanOver(sqrt(add(meanOver(mul(centred, centred), 0), EPSILON)), 2)
  return add(reshape(deviation, [1, groups]), zeros([size, 1]))
}

/**
 * The mean over an axis, which stays. Unlike tfjs's own, its gradient has no division by a
 * constant, which TensorFlow's optimiser would replace in a compiled step.
 */
const meanOver = (x: Tensor, axis: number): Tensor =>
  mul(sum(x, axis, true), 1 / (x.shape[axis] ?? 1))
