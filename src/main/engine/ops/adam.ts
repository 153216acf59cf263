import { add, div, mul, sqrt, square, sub } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { defineOp } from '../define-op'

/** The decays of Adam's two running means; beta2 has no effect if it is given as an input. */
export interface AdamBetas {
  beta1: number
  beta2: number
}

export interface AdamInputs<T> {
  parameter: T
  m: T
  v: T
  gradient: T
  /** Scalar, like epsilon: both change from step to step. */
  stepSize: T
  epsilon: T
  /** Scalar, given if the decay of v changes from step to step. */
  beta2?: T | undefined
}

export const adamOp = defineOp({
  name: 'adam',
  inputs: ['parameter', 'm', 'v', 'gradient', 'stepSize', 'epsilon'],
  optional: ['beta2'],
  outputs: 3,
  compose: (from, { beta1, beta2 }: AdamBetas) => {
    const m = add(mul(from.m, beta1), mul(from.gradient, 1 - beta1))
    const [decay, rest] =
      from.beta2 === undefined ? [beta2, 1 - beta2] : [from.beta2, sub(1, from.beta2)]
    const v = add(mul(from.v, decay), mul(square(from.gradient), rest))
    const change = div(mul(m, from.stepSize), add(sqrt(v), from.epsilon))
    return [sub(from.parameter, change), m, v]
  },
  gradient: false,
})

/**
 * One Adam update (Kingma and Ba, 2015, algorithm 1): m and v move towards the gradient and its
 * square, and the parameter by -stepSize * m / (sqrt(v) + epsilon), with the bias corrections
 * folded into stepSize and epsilon.
 * -> the new parameter and moments. The old values must not be used again: an engine may overwrite
 * them with the new ones, unless another tensor (a clone) shares them.
 */
export function adam(inputs: AdamInputs<Tensor>, betas: AdamBetas): [Tensor, Tensor, Tensor] {
  return adamOp.run(inputs, betas)
}
