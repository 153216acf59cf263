import { add, mul, reshape, rsqrt, sub, variable } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Parameter } from './parameters'

/*
 * Layers for generating images only: with fixed statistics, batch norm multiplies by and adds
 * constants, which can be folded into the weights of the layer before it.
 */

/** The factor of each feature and the shift added after it: [features] each. */
export interface Affine {
  factor: Tensor
  shift: Tensor
}

/** A batch norm's effect in eval mode; the caller's tidy disposes of it. */
export function affineOf(
  norm: Record<'scale' | 'offset' | 'mean' | 'variance', Variable>,
  epsilon: number,
): Affine {
  const factor = mul(rsqrt(add(norm.variance, epsilon)), norm.scale)
  return { factor, shift: sub(norm.offset, mul(norm.mean, factor)) }
}

const parameter = (name: string, value: Tensor): Parameter => ({
  name,
  variable: variable(value, false),
})

/** The factor and shift as parameters of a separate layer. */
export const affineParameters = ({ factor, shift }: Affine): [Parameter, Parameter] => [
  parameter('weight', factor.clone()),
  parameter('bias', shift.clone()),
]

/**
 * Freezes a layer: copies its current weight and bias, with the following scale and shift folded
 * in.
 *
 * @param layer makes a layer from a weight and an optional bias
 * @param axis the axis of the weight that counts the output features
 */
export function freezing<L extends object>(
  layer: (parameters: readonly Parameter[]) => L,
  [w, b]: readonly Tensor[],
  axis: number,
): Freezing<L> {
  const values = (then: Affine | undefined): [Tensor, ...Tensor[]] => {
    if (w === undefined) throw new Error('a layer without a weight cannot be frozen')
    if (then === undefined) return b === undefined ? [w.clone()] : [w.clone(), b.clone()]
    const { factor, shift } = then
    const across = [factor.size, ...w.shape.slice(axis + 1).map(() => 1)]
    const offset = b === undefined ? shift.clone() : add(mul(b, factor), shift)
    return [mul(w, reshape(factor, across)), offset]
  }
  const frozen = (then?: Affine): L & Freezing<L> => {
    const [w, ...b] = values(then)
    const own: [Parameter, ...Parameter[]] = [
      parameter('weight', w),
      ...b.map((value) => parameter('bias', value)),
    ]
    return { ...layer(own), ...freezing(layer, tensorsOf(own), axis) }
  }
  return { absorbs: true, frozen }
}

export const tensorsOf = (parameters: readonly Parameter[]): Tensor[] =>
  parameters.map(({ variable }) => variable)

interface Freezing<L> {
  readonly absorbs: true
  frozen(then?: Affine): L
}
