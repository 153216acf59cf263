import {
  add,
  mul,
  rsqrt,
  scalar,
  sub,
  tanh as tfTanh,
  tensor,
  tidy,
  variable,
} from '@tensorflow/tfjs-core'
import type { Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core'
import type { HostTensor } from '../../contract/tensors'
import { batchNorm, dense, leakyRelu } from '../engine/ops'
import { transposed } from './host-tensors'
import type { RandomStream } from './random'

/** `train` normalises by the batch and moves the running statistics; `eval` uses those. */
export type Mode = 'train' | 'eval'

/** A value of a layer as it is saved: PyTorch's name for it, and how to read and write it. */
export interface StateEntry {
  name: string
  shape: readonly number[]
  read(): HostTensor
  write(value: HostTensor): void
}

/** A trained variable; `stored` is the entry's layout in a state dict. */
export interface Parameter {
  name: string
  variable: Variable
  stored: 'as is' | 'transposed'
}

export interface Layer {
  forward(x: Tensor2D, mode: Mode): Tensor2D
  readonly parameters: readonly Parameter[]
  /** Values that are saved but not trained. */
  readonly buffers: readonly StateEntry[]
  readonly variables: readonly Variable[]
}

/** PyTorch keeps a Linear's weight [out,in]; the engines multiply [in,out]. */
export function parameterEntry({ name, variable: target, stored }: Parameter): StateEntry {
  const [rows, columns] = target.shape as [number, number]
  const turned = stored === 'transposed'
  return {
    name,
    shape: turned ? [columns, rows] : target.shape,
    read: () => {
      const data = Float32Array.from(target.dataSync<'float32'>())
      return turned
        ? { dtype: 'F32', shape: [columns, rows], data: transposed(data, rows, columns) }
        : { dtype: 'F32', shape: target.shape, data }
    },
    write: (value) => {
      const data = value.data as Float32Array
      assign(target, turned ? transposed(data, columns, rows) : data)
    },
  }
}

function assign(target: Variable, data: Float32Array): void {
  tidy(() => target.assign(tensor(Float32Array.from(data), target.shape, 'float32')))
}

const newVariable = (data: Float32Array, shape: number[], trainable = true): Variable =>
  tidy(() => variable(tensor(data, shape, 'float32'), trainable))

/** Fully connected; initialised as PyTorch's Linear: U(-1/sqrt(in), 1/sqrt(in)) for both. */
export function Dense(inputs: number, outputs: number, random: RandomStream): Layer {
  const bound = 1 / Math.sqrt(inputs)
  const initial = random.fillUniform(new Float32Array(inputs * outputs), bound)
  const weight = newVariable(transposed(initial, outputs, inputs), [inputs, outputs])
  const bias = newVariable(random.fillUniform(new Float32Array(outputs), bound), [outputs])
  return {
    forward: (x) => dense(x, weight, bias),
    parameters: [
      { name: 'weight', variable: weight, stored: 'transposed' },
      { name: 'bias', variable: bias, stored: 'as is' },
    ],
    buffers: [],
    variables: [weight, bias],
  }
}

export function LeakyReLU(slope: number): Layer {
  return { forward: (x) => leakyRelu(x, slope), parameters: [], buffers: [], variables: [] }
}

export function Tanh(): Layer {
  return { forward: (x) => tfTanh(x), parameters: [], buffers: [], variables: [] }
}

/**
 * Batch normalisation over a batch of vectors, as PyTorch's BatchNorm1d: the running variance
 * is unbiased, and the running statistics move on every training-mode pass.
 */
export function BatchNorm1d(features: number, epsilon: number, momentum = 0.1): Layer {
  const ones = (): Float32Array => new Float32Array(features).fill(1)
  const scale = newVariable(ones(), [features])
  const offset = newVariable(new Float32Array(features), [features])
  const runningMean = newVariable(new Float32Array(features), [features], false)
  const runningVar = newVariable(ones(), [features], false)
  // A variable like the others, so that a step is tensors from end to end and can be compiled.
  const batchesTracked = tidy(() => variable(scalar(0, 'int32'), false))

  const moveTowards = (running: Variable, current: Tensor): void =>
    running.assign(add(mul(running, 1 - momentum), mul(current, momentum)))

  return {
    forward(x, mode) {
      if (mode === 'eval') {
        const factor = mul(rsqrt(add(runningVar, epsilon)), scale)
        return add(mul(sub(x, runningMean), factor), offset)
      }
      const { output, mean, variance } = batchNorm(x, scale, offset, epsilon)
      moveTowards(runningMean, mean)
      moveTowards(runningVar, variance)
      batchesTracked.assign(add(batchesTracked, scalar(1, 'int32')))
      return output
    },
    parameters: [
      { name: 'weight', variable: scale, stored: 'as is' },
      { name: 'bias', variable: offset, stored: 'as is' },
    ],
    buffers: [
      parameterEntry({ name: 'running_mean', variable: runningMean, stored: 'as is' }),
      parameterEntry({ name: 'running_var', variable: runningVar, stored: 'as is' }),
      {
        name: 'num_batches_tracked',
        shape: [],
        read: () => {
          const [count = 0] = batchesTracked.dataSync<'int32'>()
          return { dtype: 'I64', shape: [], data: BigInt64Array.of(BigInt(count)) }
        },
        write: (value) => {
          const count = Number((value.data as BigInt64Array)[0] ?? 0n)
          tidy(() => batchesTracked.assign(scalar(count, 'int32')))
        },
      },
    ],
    variables: [scale, offset, runningMean, runningVar, batchesTracked],
  }
}
