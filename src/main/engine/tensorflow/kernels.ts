import { reshape, tensor1d, tidy } from '@tensorflow/tfjs-core'
import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import type { MathLibrary } from '../../../contract/engines'
import type { KernelTable } from '../register-kernels'
import { fusedAdam } from './adam'
import { opRunner } from './binding'
import type { TensorflowBackend } from './binding'
import { tensorflowConvKernels } from './conv-kernels'
import { embeddingKernels } from './embedding-kernels'
import type { CastingRunner } from './mixed-precision'
import { matrixProducts, wideningFor } from './products'
import type { Products } from './products'

/**
 * Each layer as a single TensorFlow op. tfjs-node itself uses more ops, and runs batch
 * normalisation in its inference form.
 */
export function tensorflowKernels(
  backend: TensorflowBackend,
  math: MathLibrary | undefined,
  casting: CastingRunner,
): KernelTable {
  const run = opRunner(backend)
  return {
    ...denseKernels(run, matrixProducts(run, wideningFor(backend, math), casting)),
    ...tensorflowConvKernels(backend, casting),
    ...batchNormKernels(run),
    ...embeddingKernels(backend),
    adam: fusedAdam(backend),
  }
}

type Runner = ReturnType<typeof opRunner>

function denseKernels(run: Runner, product: Products) {
  return {
    dense: ({ x, weight, bias }) =>
      tidy(() => {
        const y = product.plain(x, weight)
        const sum = bias === undefined ? y : run.one('BiasAdd', [y, bias], { data_format: 'NHWC' })
        return sum as Tensor
      }),
    denseInputGradient: ({ dy, weight }) => product.byTransposed(dy, weight),
    denseWeightGradient: ({ x, dy }) => product.ofTransposed(x, dy),
    biasGradient: ({ dy }) => run.one('BiasAddGrad', [dy], { data_format: 'NHWC' }),
    leakyRelu: ({ x }, { slope }) => run.one('LeakyRelu', [x], { alpha: slope }),
    leakyReluGradient: ({ dy, x }, { slope }) =>
      run.one('LeakyReluGrad', [dy, x], { alpha: slope }),
  } satisfies KernelTable
}

/** FusedBatchNorm requires images [N,H,W,C]; a batch of vectors is N images of one pixel. */
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
    batchNorm: ({ x, scale, offset }, { epsilon }) =>
      tidy(() => {
        const inputs = [asImages(x), scale, offset, empty(), empty()]
        const [y, mean, variance, ...kept] = run.many('FusedBatchNormV3', inputs, 6, ['T', 'U'], {
          ...attributes(epsilon),
          exponential_avg_factor: 1,
        }) as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]
        return [reshape(y, x.shape), mean, variance, ...kept]
      }),
    batchNormGradient: ({ dy, x, scale, kept0, kept1, kept2 }, { epsilon }) => {
      if (kept0 === undefined || kept1 === undefined || kept2 === undefined) return undefined
      return tidy(() => {
        const inputs = [asImages(dy), asImages(x), scale, kept0, kept1, kept2]
        const outputs = run.many('FusedBatchNormGradV3', inputs, 5, ['T', 'U'], attributes(epsilon))
        const [dx, dscale, doffset] = outputs as [Tensor, Tensor, Tensor]
        return [reshape(dx, x.shape), dscale, doffset]
      })
    },
  } satisfies KernelTable
}

/**
 * In training mode, the op ignores the running statistics passed to it; ours belong to the layer.
 */
const empty = (): Tensor => tensor1d([])
