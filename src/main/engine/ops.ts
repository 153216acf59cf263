// Registers the gradients of tfjs's own ops, which core's build for Node leaves out.
import '@tensorflow/tfjs'
import { engine } from '@tensorflow/tfjs-core'
import type { NamedTensorMap, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { kernelNames, registerLayerGradients } from './kernels'
import type { AdamBetas, AdamInputs } from './kernels'

/*
 * The layer functions that models call: differentiable, and run by the kernels of whichever
 * engine is open.
 */

type Attributes = Record<string, number>

const one = (kernel: string, inputs: NamedTensorMap, attrs: Attributes = {}): Tensor =>
  engine().runKernel<Tensor>(kernel, inputs, attrs)

const many = (kernel: string, inputs: NamedTensorMap, attrs: Attributes): Tensor[] =>
  engine().runKernel<Tensor[]>(kernel, inputs, attrs)

registerLayerGradients({
  denseInputGradient: (dy, weight) => one(kernelNames.denseInputGradient, { dy, weight }),
  denseWeightGradient: (x, dy) => one(kernelNames.denseWeightGradient, { x, dy }),
  denseBiasGradient: (dy) => one(kernelNames.denseBiasGradient, { dy }),
  leakyReluGradient: (dy, x, slope) => one(kernelNames.leakyReluGradient, { dy, x }, { slope }),
  batchNormGradient: (dy, x, scale, kept, epsilon) => {
    const inputs: NamedTensorMap = { dy, x, scale }
    kept.forEach((tensor, k) => (inputs[`kept${k}`] = tensor))
    const attrs = { epsilon, keptCount: kept.length }
    const [dx, dscale, doffset] = many(kernelNames.batchNormGradient, inputs, attrs)
    return [dx as Tensor, dscale as Tensor, doffset as Tensor]
  },
})

/** x [N,I] · weight [I,O] + bias [O] -> [N,O] */
export function dense(x: Tensor2D, weight: Tensor, bias: Tensor): Tensor2D {
  return one(kernelNames.dense, { x, weight, bias }) as Tensor2D
}

/** x where x > 0, else slope * x (Maas et al., 2013). */
export function leakyRelu<T extends Tensor>(x: T, slope: number): T {
  return one(kernelNames.leakyRelu, { x }, { slope }) as T
}

export interface Normalised {
  output: Tensor2D
  mean: Tensor1D
  /** Unbiased: divided by N-1, as the running variance wants it. */
  variance: Tensor1D
}

/** Batch normalisation (Ioffe and Szegedy, 2015) of x [N,C] by the batch's own statistics. */
export function batchNorm(x: Tensor2D, scale: Tensor, offset: Tensor, epsilon: number): Normalised {
  const [output, mean, variance] = many(kernelNames.batchNorm, { x, scale, offset }, { epsilon })
  return { output: output as Tensor2D, mean: mean as Tensor1D, variance: variance as Tensor1D }
}

/**
 * One Adam update (Kingma and Ba, 2015); see the kernel for its form.
 * -> the new parameter and moments. What the old ones held is spent: an engine may write the new
 * values in its place, unless another tensor (a clone) holds it too.
 */
export function adam(inputs: AdamInputs<Tensor>, betas: AdamBetas): [Tensor, Tensor, Tensor] {
  return many(kernelNames.adam, { ...inputs }, { ...betas }) as [Tensor, Tensor, Tensor]
}
