import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { KernelTable } from '../register-kernels'
import type { KernelContext, Matrix } from './context'
import { wasmConvKernels } from './conv-kernels'
import { share } from './identity'

/** The layers' kernels in our own WebAssembly. */
export function wasmKernels(context: KernelContext) {
  const { backend } = context
  const at = (tensor: TensorInfo): number => context.at(tensor)
  const make = (...shape: number[]): TensorInfo => context.make(...shape)
  const size = ({ shape }: TensorInfo): number => shape.reduce((a, b) => a * b, 1)
  const sides = ({ shape }: TensorInfo): [number, number] => shape as [number, number]
  const first = (scalar: TensorInfo): number => context.values(scalar)[0] ?? NaN
  const matrix = (tensor: TensorInfo, turned = false): Matrix => {
    const [rows, columns] = sides(tensor)
    return { at: at(tensor), rows, columns, turned }
  }
  /** Values that may be overwritten: the tensor's own, or a copy if other tensors share them. */
  const spend = (tensor: TensorInfo): TensorInfo => {
    if (backend.refCount(tensor.dataId) === 1) return share(backend, tensor)
    const copy = make(...tensor.shape)
    context.values(copy).set(context.values(tensor))
    return copy
  }

  return {
    ...wasmConvKernels(context),
    dense({ x, weight, bias }) {
      const out = make(sides(x)[0], sides(weight)[1])
      const start = bias === undefined ? {} : { bias: at(bias) }
      context.multiply(matrix(x), matrix(weight), { result: at(out), ...start })
      return out
    },
    denseInputGradient({ dy, weight }) {
      const out = make(sides(dy)[0], sides(weight)[0])
      context.multiply(matrix(dy), matrix(weight, true), { result: at(out) })
      return out
    },
    denseWeightGradient({ x, dy }) {
      const out = make(sides(x)[1], sides(dy)[1])
      context.multiply(matrix(x, true), matrix(dy), { result: at(out) })
      return out
    },
    biasGradient({ dy }) {
      const [rows, columns] = sides(dy)
      const out = make(columns)
      context.call('sumRows', { x: at(dy), out: at(out), rows, columns })
      return out
    },
    leakyRelu({ x }, { slope }) {
      const out = make(...x.shape)
      context.call('leakyRelu', { x: at(x), out: at(out), count: size(x), slope })
      return out
    },
    leakyReluGradient({ dy, x }, { slope }) {
      const out = make(...x.shape)
      context.call('leakyReluGradient', {
        dy: at(dy),
        x: at(x),
        out: at(out),
        count: size(x),
        slope,
      })
      return out
    },
    batchNorm({ x, scale, offset }, { epsilon }) {
      const [rows, columns] = sides(x)
      const y = make(rows, columns)
      const [mean, variance, inverse] = [make(columns), make(columns), make(columns)]
      context.call('batchNorm', {
        ...{ x: at(x), scale: at(scale), offset: at(offset), rows, columns },
        ...{ y: at(y), mean: at(mean), variance: at(variance), inverse: at(inverse) },
        ...{ count: rows, freedom: Math.max(rows - 1, 1), epsilon },
      })
      return [y, mean, variance, share(backend, mean), inverse]
    },
    batchNormGradient({ dy, x, scale, kept0: mean, kept1: inverse }) {
      if (mean === undefined || inverse === undefined) return undefined
      const [rows, columns] = sides(x)
      const [dx, dscale, doffset] = [make(rows, columns), make(columns), make(columns)]
      context.call('batchNormGradient', {
        ...{ dy: at(dy), x: at(x), scale: at(scale), mean: at(mean), inverse: at(inverse) },
        ...{ rows, columns, dx: at(dx), dscale: at(dscale), doffset: at(doffset), count: rows },
      })
      return [dx, dscale, doffset]
    },
    adam(inputs, { beta1, beta2: fixed }) {
      const [parameter, m, v] = [spend(inputs.parameter), spend(inputs.m), spend(inputs.v)]
      const [stepSize, epsilon] = [first(inputs.stepSize), first(inputs.epsilon)]
      const beta2 = inputs.beta2 === undefined ? fixed : first(inputs.beta2)
      const rates = { stepSize, epsilon, beta1, beta2, rest1: 1 - beta1, rest2: 1 - beta2 }
      context.share('adam', size(parameter), (from, count) => ({
        ...{ parameter: at(parameter) + 4 * from, m: at(m) + 4 * from, v: at(v) + 4 * from },
        ...{ gradient: at(inputs.gradient) + 4 * from, count, ...rates },
      }))
      return [parameter, m, v]
    },
  } satisfies KernelTable
}
