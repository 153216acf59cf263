import { greater, mul, where, zerosLike } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { defineOp } from '../define-op'

export interface Slope {
  slope: number
}

export const leakyReluOp = defineOp({
  name: 'leakyRelu',
  inputs: ['x'],
  compose: ({ x }, { slope }: Slope) => where(greater(x, 0), x, mul(x, slope)),
  gradient: {
    // The output has the input's sign, so only one of them needs to be kept; without x, a graph can
    // fuse this op with the one before it.
    savesOutputs: [true],
    of: (dy, { outputs: [y] }, { slope }) => ({
      x: () => leakyReluGradient(dy, y as Tensor, slope),
    }),
  },
})

export const leakyReluGradientOp = defineOp({
  name: 'leakyReluGradient',
  inputs: ['dy', 'x'],
  compose: ({ dy, x }, { slope }: Slope) => where(greater(x, 0), dy, mul(dy, slope)),
  gradient: {
    saves: ['x'],
    of: (ddx, { x }, { slope }) => ({
      dy: () => leakyReluGradient(ddx, x, slope),
      // Piecewise linear: the slope is constant on each side.
      x: () => zerosLike(x),
    }),
  },
})

/** x where x > 0, else slope * x (Maas et al., 2013); any shape */
export function leakyRelu<T extends Tensor>(x: T, slope: number): T {
  return leakyReluOp.run({ x }, { slope }) as T
}

/** dy where x > 0, else slope * dy. x may also be leakyRelu's output, as only its sign matters. */
export function leakyReluGradient(dy: Tensor, x: Tensor, slope: number): Tensor {
  return leakyReluGradientOp.run({ dy, x }, { slope })
}
