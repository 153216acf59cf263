import { add, matMul } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { defineOp } from '../define-op'
import { biasGradient } from './bias-gradient'

/* Fully connected layers: N is the batch, I and O the features going in and out. */

export const denseOp = defineOp({
  name: 'dense',
  inputs: ['x', 'weight'],
  optional: ['bias'],
  compose: ({ x, weight, bias }) => {
    const y = matMul(x, weight)
    return bias === undefined ? y : add(y, bias)
  },
  gradient: {
    saves: ['x', 'weight'],
    of: (dy, { x, weight }) => ({
      x: () => denseInputGradient(dy, weight),
      weight: () => denseWeightGradient(x, dy),
      bias: () => biasGradient(dy),
    }),
  },
})

export const denseInputGradientOp = defineOp({
  name: 'denseInputGradient',
  inputs: ['dy', 'weight'],
  compose: ({ dy, weight }) => matMul(dy, weight, false, true),
  gradient: {
    saves: ['dy', 'weight'],
    of: (ddx, { dy, weight }) => ({
      dy: () => dense(ddx, weight),
      weight: () => denseWeightGradient(ddx, dy),
    }),
  },
})

export const denseWeightGradientOp = defineOp({
  name: 'denseWeightGradient',
  inputs: ['x', 'dy'],
  compose: ({ x, dy }) => matMul(x, dy, true, false),
  gradient: {
    saves: ['x', 'dy'],
    of: (ddw, { x, dy }) => ({
      x: () => denseInputGradient(dy, ddw),
      dy: () => dense(x, ddw),
    }),
  },
})

/** x [N,I] · weight [I,O] (+ bias [O]) -> [N,O] */
export function dense(x: Tensor, weight: Tensor, bias?: Tensor): Tensor2D {
  return denseOp.run({ x, weight, bias }) as Tensor2D
}

/** dy [N,O], weight [I,O] -> dx [N,I] */
export function denseInputGradient(dy: Tensor, weight: Tensor): Tensor2D {
  return denseInputGradientOp.run({ dy, weight }) as Tensor2D
}

/** x [N,I], dy [N,O] -> dweight [I,O] */
export function denseWeightGradient(x: Tensor, dy: Tensor): Tensor2D {
  return denseWeightGradientOp.run({ x, dy }) as Tensor2D
}
