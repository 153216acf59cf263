import { reshape, scalar, tensor, tidy, transpose, variable } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { HostTensor } from '../../../contract/tensors'
import { permuted } from './host-tensors'

/** A variable's entry in a state dict: its PyTorch name, and how to read and write it. */
export interface StateEntry {
  name: string
  /** The shape in the state dict. */
  shape: readonly number[]
  readonly variable: Variable
  /**
   * @param value an earlier value of the variable, to read instead of the current one
   */
  read(value?: Tensor): HostTensor
  write(value: HostTensor): void
}

/** A variable's layout in a state dict, if PyTorch orders its axes differently from the engines. */
export interface Layout {
  /** The variable's axes, split where PyTorch orders the parts separately. */
  axes: readonly number[]
  /** The order of these axes in the state dict. */
  order: readonly number[]
  /** The shape in the state dict. */
  shape: readonly number[]
}

/** A trained variable; without a layout, it is saved unchanged. */
export interface Parameter {
  name: string
  variable: Variable
  layout?: Layout
}

/** The state dict entry of a variable, or of an optimiser's moment of the same shape. */
export function parameterEntry({ name, variable: target, layout }: Parameter): StateEntry {
  const shape = layout?.shape ?? target.shape
  return {
    name,
    shape,
    variable: target,
    read: (value = target) => {
      // dataSync may return the engine's own memory, and training continues while a checkpoint is
      // written.
      const own = (): Float32Array => value.dataSync<'float32'>().slice()
      return {
        dtype: 'F32',
        shape,
        data: layout === undefined ? own() : readTurned(value, layout),
      }
    },
    write: (value) => {
      const data = (value.data as Float32Array).slice()
      const own = layout === undefined ? data : fromStored(data, layout)
      tidy(() => target.assign(tensor(own, target.shape, 'float32')))
    },
  }
}

/**
 * Reorders the axes as in a state dict. The engine does it, since for a large weight JavaScript
 * would take most of a training step's time.
 */
function readTurned(value: Tensor, { axes, order }: Layout): Float32Array {
  const turned = tidy(() => transpose(reshape(value, [...axes]), [...order]))
  try {
    return turned.dataSync<'float32'>()
  } finally {
    turned.dispose()
  }
}

function fromStored(data: Float32Array, { axes, order }: Layout): Float32Array {
  const stored = order.map((axis) => axes[axis] as number)
  return permuted(
    data,
    stored,
    axes.map((_, axis) => order.indexOf(axis)),
  )
}

/** @param data in the state dict's layout */
export function newParameter(
  name: string,
  data: Float32Array,
  shape: readonly number[],
  layout?: Layout,
): Parameter {
  const own = layout === undefined ? data : fromStored(data, layout)
  const made = newVariable(own, shape)
  return { name, variable: made, ...(layout === undefined ? {} : { layout }) }
}

export const newVariable = (
  data: Float32Array,
  shape: readonly number[],
  trainable = true,
): Variable => tidy(() => variable(tensor(data, [...shape], 'float32'), trainable))

/** The entry of an int32 scalar, which is int64 in PyTorch. */
export const countEntry = (name: string, target: Variable): StateEntry => ({
  name,
  shape: [],
  variable: target,
  read: (value = target) => {
    const [count = 0] = value.dataSync<'int32'>()
    return { dtype: 'I64', shape: [], data: BigInt64Array.of(BigInt(count)) }
  },
  write: (value) => {
    const count = Number((value.data as BigInt64Array)[0] ?? 0n)
    tidy(() => target.assign(scalar(count, 'int32')))
  },
})
