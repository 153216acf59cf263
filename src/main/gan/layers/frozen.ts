import { add, mul, reshape, rsqrt, sub, variable } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Parameter } from './parameters'

/*
 * Layers for making images and no more: with its statistics standing still, batch norm multiplies
 * and adds by constants, which the layer before it can take into its own.
 */

/** What each feature is multiplied by, and what is then added: [features] each. */
export interface Affine {
  factor: Tensor
  shift: Tensor
}

/** What a batch norm does in eval mode; its caller's tidy disposes of it. */
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

/** The same as parameters of a layer of its own. */
export const affineParameters = ({ factor, shift }: Affine): [Parameter, Parameter] => [
  parameter('weight', factor.clone()),
  parameter('bias', shift.clone()),
]

/**
 * How a layer is frozen: its weight and bias as they are now, such that it does by itself what
 * comes after it.
 *
 * @param layer makes one of a weight and, where there is one, a bias
 * @param axis the weight's that counts the features that come out
 */
export function freezing<L extends object>(
  layer: (parameters: readonly Parameter[]) => L,
  [weight, bias]: readonly [Parameter, ...Parameter[]],
  axis: number,
): Freezing<L> {
  const values = (then: Affine | undefined): [Tensor, ...Tensor[]] => {
    const [w, b] = [weight.variable, bias?.variable]
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
    return { ...layer(own), ...freezing(layer, own, axis) }
  }
  return { absorbs: true, frozen }
}

interface Freezing<L> {
  readonly absorbs: true
  frozen(then?: Affine): L
}
