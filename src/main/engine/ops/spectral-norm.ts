import { div, maximum, mul, neg, reshape, sqrt, square, sub, sum } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { defineOp } from '../define-op'
import { dense, denseInputGradient, denseWeightGradient } from './dense'

/*
 * Spectral normalisation (Miyato et al., 2018) of a weight [I,O], whose largest singular value is
 * estimated from two vectors: u [O] and v [I] are the left and right ones of PyTorch's weight
 * [O,I].
 */

/** The axis of a matrix that a vector belongs to: it has a number per row, or one per column. */
type Side = 'rows' | 'columns'

/** As PyTorch's; only a weight of zeros comes near it. */
const EPSILON = 1e-12

export const powerIterationOp = defineOp({
  name: 'powerIteration',
  inputs: ['weight', 'from'],
  outputs: 2,
  compose: ({ weight, from }, { side }: { side: Side }) => {
    const [across, back] =
      side === 'columns' ? [denseInputGradient, dense] : [dense, denseInputGradient]
    const other = normalised(across(row(from), weight))
    return [column(normalised(back(other, weight))), column(other)]
  },
  gradient: false,
})

export const spectralNormOp = defineOp({
  name: 'spectralNorm',
  inputs: ['weight', 'u', 'v'],
  compose: ({ weight, u, v }) => div(weight, sigmaOf(weight, u, v)),
  gradient: {
    saves: ['weight', 'u', 'v'],
    of(dy, { weight, u, v }) {
      const sigma = sigmaOf(weight, u, v)
      // How the loss changes with -sigma.
      const slope = div(sum(mul(dy, weight)), square(sigma))
      return {
        weight: () => sub(div(dy, sigma), denseWeightGradient(mul(row(v), slope), row(u))),
        u: () => neg(mul(column(dense(row(v), weight)), slope)),
        v: () => neg(mul(column(denseInputGradient(row(u), weight)), slope)),
      }
    },
  },
})

const sigmaOf = (weight: Tensor, u: Tensor, v: Tensor): Tensor =>
  sum(mul(dense(row(v), weight), row(u)))

const normalised = (x: Tensor): Tensor => div(x, maximum(sqrt(sum(square(x))), EPSILON))

const row = (x: Tensor): Tensor2D => reshape(x, [1, -1])
const column = (x: Tensor): Tensor1D => reshape(x, [-1])

/**
 * One step of the power method: brings a vector nearer to a singular vector. weight [I,O], `from`
 * [O], or [I] if its side is rows -> the new vector of this side, and that of the other side, both
 * of length 1
 */
export function powerIteration(weight: Tensor, from: Tensor, side: Side): [Tensor, Tensor] {
  return powerIterationOp.run({ weight, from }, { side })
}

/**
 * The weight divided by its estimated largest singular value, v·weight·u. No gradient passes
 * through the estimation of u and v if they are variables.
 */
export function spectralNorm(weight: Tensor, u: Tensor, v: Tensor): Tensor2D {
  return spectralNormOp.run({ weight, u, v }) as Tensor2D
}
