import { matMul, tidy, transpose, fused } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D, TensorInfo } from '@tensorflow/tfjs-core'
import type { KernelTable } from '../register-kernels'
import { hostConvKernels } from './conv-kernels'
import * as loops from './loops'
import type { HostMemory } from './memory'

/**
 * Kernels for engines whose memory JavaScript can reach: matrix products by the backend, everything
 * else by our own loops in one pass over memory.
 *
 * The products avoid transpose flags: for those, tfjs's wasm backend uses a naive loop that is ten
 * to thirty times slower than its packed path.
 */
export function hostKernels(memory: HostMemory) {
  const { view, allocate, borrow } = memory
  const rowsAndColumns = (x: TensorInfo): [number, number] => x.shape as [number, number]

  const products = {
    dense: ({ x, weight, bias }) =>
      fused.matMul({
        a: borrow(x),
        b: borrow(weight),
        ...(bias === undefined ? {} : { bias: borrow(bias) as Tensor as Tensor1D }),
        transposeA: false,
        transposeB: false,
      }),
    denseInputGradient: ({ dy, weight }) =>
      tidy(() => transpose(matMul(borrow(weight), transpose(borrow(dy))))),
    denseWeightGradient: ({ x, dy }) => tidy(() => matMul(transpose(borrow(x)), borrow(dy))),
  } satisfies KernelTable

  return {
    ...hostConvKernels(memory),
    ...products,
    biasGradient({ dy }) {
      const columns = rowsAndColumns(dy)[1]
      const out = allocate([columns])
      loops.sumRowsLoop(view(dy), columns, view(out))
      return out
    },
    leakyRelu({ x }, { slope }) {
      const out = allocate(x.shape)
      loops.leakyReluLoop(view(x), slope, view(out))
      return out
    },
    leakyReluGradient({ dy, x }, { slope }) {
      const out = allocate(x.shape)
      loops.leakyReluGradientLoop(view(dy), view(x), slope, view(out))
      return out
    },
    batchNorm({ x, scale, offset }, { epsilon }) {
      const columns = rowsAndColumns(x)[1]
      const [y, mean, variance] = [allocate(x.shape), allocate([columns]), allocate([columns])]
      const inverseDeviation = allocate([columns])
      const keptMean = allocate([columns])
      loops.batchNormLoop(view(x), view(scale), view(offset), epsilon, {
        y: view(y),
        mean: view(mean),
        variance: view(variance),
        inverseDeviation: view(inverseDeviation),
      })
      view(keptMean).set(view(mean))
      return [y, mean, variance, keptMean, inverseDeviation]
    },
    batchNormGradient({ dy, x, scale, kept0: mean, kept1: inverseDeviation }) {
      if (mean === undefined || inverseDeviation === undefined) return undefined
      const columns = rowsAndColumns(x)[1]
      const [dx, dscale, doffset] = [allocate(x.shape), allocate([columns]), allocate([columns])]
      loops.batchNormGradientLoop(
        view(dy),
        view(x),
        view(scale),
        { mean: view(mean), inverseDeviation: view(inverseDeviation) },
        { dx: view(dx), dscale: view(dscale), doffset: view(doffset) },
      )
      return [dx, dscale, doffset]
    },
    adam(inputs, betas) {
      const { parameter, m, v } = inputs
      const [p2, m2, v2] = [allocate(parameter.shape), allocate(m.shape), allocate(v.shape)]
      loops.adamLoop(
        {
          parameter: view(parameter),
          m: view(m),
          v: view(v),
          gradient: view(inputs.gradient),
          stepSize: view(inputs.stepSize),
          epsilon: view(inputs.epsilon),
          beta2: inputs.beta2 && view(inputs.beta2),
        },
        betas,
        { parameter: view(p2), m: view(m2), v: view(v2) },
      )
      return [p2, m2, v2]
    },
  } satisfies KernelTable
}
