import { add, mean, mul, reshape, rsqrt, square, sub, sum } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { defineOp } from '../define-op'

export interface Epsilon {
  epsilon: number
}

/**
 * Values that an engine's forward kernel saves for its gradient kernel, in an engine-specific form.
 */
const kept = ['kept0', 'kept1', 'kept2'] as const

export const batchNormOp = defineOp({
  name: 'batchNorm',
  inputs: ['x', 'scale', 'offset'],
  outputs: 3,
  compose: ({ x, scale, offset }, { epsilon }: Epsilon) => {
    const { centre, centred, inverse, rows } = standardised(x, epsilon)
    const variance = mul(sum(square(centred), 0), 1 / Math.max(rows - 1, 1))
    return [add(mul(mul(centred, inverse), scale), offset), centre, variance]
  },
  gradient: {
    saves: ['x', 'scale'],
    savesOutputs: [false, false, false, ...kept.map(() => true)],
    of: ([dy], { x, scale, outputs: [kept0, kept1, kept2] }, { epsilon }) => {
      const inputs = { dy, x, scale, kept0, kept1, kept2 }
      const [dx, dscale, doffset] = batchNormGradientOp.run(inputs, { epsilon })
      return { x: () => dx, scale: () => dscale, offset: () => doffset }
    },
  },
})

export const batchNormGradientOp = defineOp({
  name: 'batchNormGradient',
  inputs: ['dy', 'x', 'scale'],
  optional: kept,
  outputs: 3,
  // Computed from x alone: the kept values follow from x, and their gradient flows through x.
  compose: ({ dy, x, scale }, { epsilon }: Epsilon): [Tensor, Tensor, Tensor] => {
    const { centred, inverse, rows } = standardised(x, epsilon)
    const normal = mul(centred, inverse)
    const [dscale, doffset] = [sum(mul(dy, normal), 0), sum(dy, 0)]
    const along = mul(add(doffset, mul(normal, dscale)), 1 / rows)
    return [mul(mul(scale, inverse), sub(dy, along)), dscale, doffset]
  },
})

function standardised(x: Tensor, epsilon: number) {
  const centre = mean(x, 0)
  const centred = sub(x, centre)
  const inverse = rsqrt(add(mean(square(centred), 0), epsilon))
  return { centre, centred, inverse, rows: x.shape[0] ?? 0 }
}

/** The outputs of batch norm, for vectors or images. */
export interface Normalised<T extends Tensor = Tensor2D> {
  output: T
  /**
   * [C]. No gradient passes through it or the variance: both only update the running statistics.
   */
  mean: Tensor1D
  /** [C]. Unbiased: divided by N-1, as the running variance requires. */
  variance: Tensor1D
}

/** Batch normalisation (Ioffe and Szegedy, 2015) of x [N,C] with the batch's own statistics. */
export function batchNorm(x: Tensor2D, scale: Tensor, offset: Tensor, epsilon: number): Normalised {
  const [output, mean, variance] = batchNormOp.run({ x, scale, offset }, { epsilon })
  return { output: output as Tensor2D, mean: mean as Tensor1D, variance: variance as Tensor1D }
}

/** Batch normalisation of images [N,H,W,C], each channel over all pixels of the batch. */
export function batchNorm2d(
  x: Tensor4D,
  scale: Tensor,
  offset: Tensor,
  epsilon: number,
): Normalised<Tensor4D> {
  const rows: Tensor2D = reshape(x, [-1, x.shape[3]])
  const { output, mean, variance } = batchNorm(rows, scale, offset, epsilon)
  return { output: reshape(output, x.shape), mean, variance }
}
