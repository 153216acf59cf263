import { registerGradient, registerKernel } from '@tensorflow/tfjs-core'
import type { NamedTensorInfoMap, Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import { registerConvKernels } from './conv-kernels'
import type { ConvKernels } from './conv-kernels'

/** The decays of Adam's two running means. */
export interface AdamBetas {
  beta1: number
  beta2: number
}

export interface AdamInputs<T> {
  parameter: T
  m: T
  v: T
  gradient: T
  stepSize: T
  epsilon: T
}

/**
 * The kernels that training spends its time in. Each engine supplies its own, in the form
 * its backend runs fastest; models and gradients do not know which. N is the batch, I and O
 * the features going in and out, C channels; all float32.
 */
export interface LayerKernels extends ConvKernels {
  /** x [N,I] · weight [I,O] + bias [O] -> [N,O] */
  dense(x: TensorInfo, weight: TensorInfo, bias: TensorInfo): TensorInfo
  /** dy [N,O], weight [I,O] -> dx [N,I] */
  denseInputGradient(dy: TensorInfo, weight: TensorInfo): TensorInfo
  /** x [N,I], dy [N,O] -> dweight [I,O] */
  denseWeightGradient(x: TensorInfo, dy: TensorInfo): TensorInfo
  /** dy [N,O] -> dbias [O] */
  denseBiasGradient(dy: TensorInfo): TensorInfo
  /** x where x > 0, else slope * x; any shape */
  leakyRelu(x: TensorInfo, slope: number): TensorInfo
  /** x may as well be leakyRelu's output: only its sign counts. */
  leakyReluGradient(dy: TensorInfo, x: TensorInfo, slope: number): TensorInfo
  /**
   * Normalises each column of x [N,C] by its batch statistics.
   * -> [y [N,C], mean [C], unbiased variance [C], ...whatever the gradient wants to keep]
   */
  batchNorm(x: TensorInfo, scale: TensorInfo, offset: TensorInfo, epsilon: number): TensorInfo[]
  /** -> [dx [N,C], dscale [C], doffset [C]]; `kept` is what batchNorm returned after its third. */
  batchNormGradient(
    dy: TensorInfo,
    x: TensorInfo,
    scale: TensorInfo,
    kept: TensorInfo[],
    epsilon: number,
  ): TensorInfo[]
  /**
   * One Adam update: m and v move towards the gradient and its square, and the parameter by
   * -stepSize * m / (sqrt(v) + epsilon). The two scalars [] change from step to step.
   * -> [parameter, m, v]; they may take the place of the inputs' values where no other tensor
   * holds those
   */
  adam(inputs: AdamInputs<TensorInfo>, betas: AdamBetas): TensorInfo[]
}

export const kernelNames = {
  dense: 'StudioDense',
  denseInputGradient: 'StudioDenseInputGradient',
  denseWeightGradient: 'StudioDenseWeightGradient',
  denseBiasGradient: 'StudioDenseBiasGradient',
  leakyRelu: 'StudioLeakyRelu',
  leakyReluGradient: 'StudioLeakyReluGradient',
  batchNorm: 'StudioBatchNorm',
  batchNormGradient: 'StudioBatchNormGradient',
  adam: 'StudioAdam',
} as const

const get = (inputs: NamedTensorInfoMap, name: string): TensorInfo => {
  const tensor = inputs[name]
  if (tensor === undefined) throw new Error(`kernel input ${name} is missing`)
  return tensor
}

/** Makes an engine's kernels known to tfjs under its backend's name. */
export function registerLayerKernels(backendName: string, kernels: LayerKernels): void {
  type Attributes = Record<string, unknown>
  const register = (
    kernelName: string,
    run: (input: (name: string) => TensorInfo, attrs: Attributes) => TensorInfo | TensorInfo[],
  ): void =>
    registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs }) =>
        run((name) => get(inputs, name), (attrs ?? {}) as Attributes),
    })

  registerConvKernels(backendName, kernels)
  register(kernelNames.dense, (i) => kernels.dense(i('x'), i('weight'), i('bias')))
  register(kernelNames.denseInputGradient, (i) => kernels.denseInputGradient(i('dy'), i('weight')))
  register(kernelNames.denseWeightGradient, (i) => kernels.denseWeightGradient(i('x'), i('dy')))
  register(kernelNames.denseBiasGradient, (i) => kernels.denseBiasGradient(i('dy')))
  register(kernelNames.leakyRelu, (i, a) => kernels.leakyRelu(i('x'), a['slope'] as number))
  register(kernelNames.leakyReluGradient, (i, a) =>
    kernels.leakyReluGradient(i('dy'), i('x'), a['slope'] as number),
  )
  register(kernelNames.batchNorm, (i, a) =>
    kernels.batchNorm(i('x'), i('scale'), i('offset'), a['epsilon'] as number),
  )
  register(kernelNames.batchNormGradient, (i, a) => {
    const kept = Array.from({ length: a['keptCount'] as number }, (_, k) => i(`kept${k}`))
    return kernels.batchNormGradient(i('dy'), i('x'), i('scale'), kept, a['epsilon'] as number)
  })
  register(kernelNames.adam, (i, a) =>
    kernels.adam(
      {
        parameter: i('parameter'),
        m: i('m'),
        v: i('v'),
        gradient: i('gradient'),
        stepSize: i('stepSize'),
        epsilon: i('epsilon'),
      },
      a as unknown as AdamBetas,
    ),
  )
}

/**
 * Gradients are registered with tfjs lazily, one closure an input: a frozen network's weight
 * gradients and the gradient towards the images are then never computed where nothing asks.
 */
export function registerLayerGradients(run: {
  denseInputGradient(dy: Tensor, weight: Tensor): Tensor
  denseWeightGradient(x: Tensor, dy: Tensor): Tensor
  denseBiasGradient(dy: Tensor): Tensor
  leakyReluGradient(dy: Tensor, x: Tensor, slope: number): Tensor
  batchNormGradient(
    dy: Tensor,
    x: Tensor,
    scale: Tensor,
    kept: Tensor[],
    epsilon: number,
  ): [Tensor, Tensor, Tensor]
}): void {
  registerGradient({
    kernelName: kernelNames.dense,
    inputsToSave: ['x', 'weight'],
    gradFunc: (dy, saved) => {
      const [x, weight] = saved as [Tensor, Tensor]
      return {
        x: () => run.denseInputGradient(dy as Tensor, weight),
        weight: () => run.denseWeightGradient(x, dy as Tensor),
        bias: () => run.denseBiasGradient(dy as Tensor),
      }
    },
  })
  registerGradient({
    kernelName: kernelNames.leakyRelu,
    // The output has the input's sign, and only one of the two must then be kept; with x free, a
    // graph can do what came before it and this in one.
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => ({
      x: () => run.leakyReluGradient(dy as Tensor, saved[0] as Tensor, attrs['slope'] as number),
    }),
  })
  registerGradient({
    kernelName: kernelNames.batchNorm,
    inputsToSave: ['x', 'scale'],
    // Every output past y, mean and variance is the gradient's own.
    outputsToSave: [false, false, false, true, true, true],
    gradFunc: (dy, saved, attrs) => {
      const [x, scale, ...kept] = saved as [Tensor, Tensor, ...Tensor[]]
      const dOutput = (dy as unknown as Tensor[])[0] as Tensor
      const gradients = run.batchNormGradient(dOutput, x, scale, kept, attrs['epsilon'] as number)
      return { x: () => gradients[0], scale: () => gradients[1], offset: () => gradients[2] }
    },
  })
}
