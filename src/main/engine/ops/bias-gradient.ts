import { sum } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core'
import { defineOp } from '../define-op'

export const biasGradientOp = defineOp({
  name: 'biasGradient',
  inputs: ['dy'],
  compose: ({ dy }) => sum(dy, 0),
})

/** dy [N,O] -> dbias [O], the sum of its rows */
export function biasGradient(dy: Tensor): Tensor1D {
  return biasGradientOp.run({ dy }) as Tensor1D
}
