import { add, div, mul, reshape, sqrt, square, sub, tensor1d, tidy } from '@tensorflow/tfjs-core'
import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import type { AdamBetas, AdamInputs, LayerKernels } from '../kernels'
import type { opRunner } from './binding'
import { recordAdam } from './compile/record'

/**
 * Each layer as the one TensorFlow op made for it. tfjs-node's own route takes more ops, and
 * runs batch normalisation in its inference form.
 */
export function tensorflowKernels(run: ReturnType<typeof opRunner>): LayerKernels {
  return { ...denseKernels(run), ...batchNormKernels(run), adam }
}

type Runner = ReturnType<typeof opRunner>

function denseKernels(run: Runner) {
  const matMul = (a: TensorInfo, b: TensorInfo, transposeA: boolean, transposeB: boolean) =>
    run.one('MatMul', [a, b], { transpose_a: transposeA, transpose_b: transposeB })
  return {
    dense: (x, weight, bias) =>
      tidy(
        () =>
          run.one('BiasAdd', [matMul(x, weight, false, false), bias], {
            data_format: 'NHWC',
          }) as Tensor,
      ),
    denseInputGradient: (dy, weight) => matMul(dy, weight, false, true),
    denseWeightGradient: (x, dy) => matMul(x, dy, true, false),
    denseBiasGradient: (dy) => run.one('BiasAddGrad', [dy], { data_format: 'NHWC' }),
    leakyRelu: (x, slope) => run.one('LeakyRelu', [x], { alpha: slope }),
    leakyReluGradient: (dy, x, slope) => run.one('LeakyReluGrad', [dy, x], { alpha: slope }),
  } satisfies Partial<LayerKernels>
}

/** FusedBatchNorm wants images [N,H,W,C]; a batch of vectors is N images of one pixel. */
function batchNormKernels(run: Runner) {
  const attributes = (epsilon: number) => ({
    epsilon,
    data_format: 'NHWC',
    is_training: true,
  })
  const asImages = (x: TensorInfo): Tensor => {
    const [rows, columns] = x.shape as [number, number]
    return reshape(x as Tensor, [rows, 1, 1, columns])
  }
  return {
    batchNorm: (x, scale, offset, epsilon) =>
      tidy(() => {
        const inputs = [asImages(x), scale, offset, empty(), empty()]
        const [y, mean, variance, ...kept] = run.many('FusedBatchNormV3', inputs, 6, ['T', 'U'], {
          ...attributes(epsilon),
          exponential_avg_factor: 1,
        }) as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]
        return [reshape(y, x.shape), mean, variance, ...kept]
      }),
    batchNormGradient: (dy, x, scale, kept, epsilon) =>
      tidy(() => {
        const inputs = [asImages(dy), asImages(x), scale, ...kept]
        const outputs = run.many('FusedBatchNormGradV3', inputs, 5, ['T', 'U'], attributes(epsilon))
        const [dx, dscale, doffset] = outputs as [Tensor, Tensor, Tensor]
        return [reshape(dx, x.shape), dscale, doffset]
      }),
  } satisfies Partial<LayerKernels>
}

/** In training the op ignores the running statistics it is given; ours live in the layer. */
const empty = (): Tensor => tensor1d([])

/** From plain ops; a compiled step replaces all of them by TensorFlow's fused one. */
function adam(inputs: AdamInputs<TensorInfo>, { beta1, beta2 }: AdamBetas): TensorInfo[] {
  const { parameter, m, v, gradient, stepSize, epsilon } = inputs as AdamInputs<Tensor>
  const compute = (): TensorInfo[] =>
    tidy(() => {
      const mean = add(mul(m, beta1), mul(gradient, 1 - beta1))
      const squares = add(mul(v, beta2), mul(square(gradient), 1 - beta2))
      const move = mul(div(mean, add(sqrt(squares), epsilon)), stepSize)
      return [sub(parameter, move), mean, squares]
    })
  return recordAdam(inputs, { beta1, beta2 }, compute)
}
