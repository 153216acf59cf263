import { engine } from '@tensorflow/tfjs-core'
import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import { problemError } from '../../../contract/errors'

export interface OpAttribute {
  name: string
  type: number
  value: number | boolean | string | readonly number[] | readonly boolean[]
}

export interface TensorMetadata {
  id: number
  shape: number[]
  dtype: number
}

/** The native addon. Tensors and sessions are identified by numbers, which are never reused. */
export interface TensorflowBinding {
  readonly TF_Version: string
  readonly TF_FLOAT: number
  readonly TF_INT32: number
  readonly TF_ATTR_TYPE: number
  readonly TF_ATTR_BOOL: number
  readonly TF_ATTR_FLOAT: number
  readonly TF_ATTR_INT: number
  readonly TF_ATTR_SHAPE: number
  readonly TF_ATTR_STRING: number
  executeOp(
    name: string,
    attributes: OpAttribute[],
    inputs: number[],
    outputs: number,
  ): TensorMetadata[]
  createTensor(shape: number[], dtype: number, values: ArrayBufferView): number
  deleteTensor(id: number): void
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array
  loadSavedModel(folder: string, tags: string): number
  /** Names are separated by commas. */
  runSavedModel(
    session: number,
    inputs: number[],
    inputNames: string,
    outputNames: string,
  ): TensorMetadata[]
  deleteSavedModel(session: number): void
}

/**
 * The private parts of tfjs-node's backend that this engine uses; checked when the engine opens,
 * since other versions may differ.
 */
export interface TensorflowBackend {
  readonly isUsingGpuDevice: boolean
  binding: TensorflowBinding
  /**
   * The addon's ids of tensors; a tensor that existed only in JavaScript is moved to the addon now.
   */
  getInputTensorIds(tensors: readonly TensorInfo[]): number[]
  /** Wraps a tensor of the addon as a tfjs tensor. */
  createOutputTensor(metadata: TensorMetadata): Tensor
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: TensorInfo[]): TensorInfo
  executeMultipleOutputs(
    name: string,
    attributes: OpAttribute[],
    inputs: TensorInfo[],
    outputs: number,
  ): TensorInfo[]
}

export function tensorflowBackend(): TensorflowBackend {
  const backend = engine().backend as unknown as Partial<TensorflowBackend>
  const complete =
    typeof backend.executeSingleOutput === 'function' &&
    typeof backend.executeMultipleOutputs === 'function' &&
    typeof backend.getInputTensorIds === 'function' &&
    typeof backend.createOutputTensor === 'function' &&
    typeof backend.binding?.TF_ATTR_STRING === 'number' &&
    typeof backend.binding.executeOp === 'function'
  if (!complete) {
    throw problemError('engine', 'engineOfOtherVersion', { name: 'tfjs-node-gpu' })
  }
  return backend as TensorflowBackend
}

type AttributeValues = Record<string, boolean | number | string>

/** Runs TensorFlow ops by name on float32 tensors. */
export function opRunner(backend: TensorflowBackend) {
  const { binding } = backend
  const typed = (value: boolean | number | string): number => {
    if (typeof value === 'boolean') return binding.TF_ATTR_BOOL
    return typeof value === 'number' ? binding.TF_ATTR_FLOAT : binding.TF_ATTR_STRING
  }
  const attributes = (
    typeNames: readonly string[],
    values: AttributeValues,
    type = binding.TF_FLOAT,
  ): OpAttribute[] => [
    ...typeNames.map((name) => ({ name, type: binding.TF_ATTR_TYPE, value: type })),
    ...Object.entries(values).map(([name, value]) => ({ name, type: typed(value), value })),
  ]
  return {
    attributes,
    one: (op: string, inputs: TensorInfo[], values: AttributeValues = {}): TensorInfo =>
      backend.executeSingleOutput(op, attributes(['T'], values), inputs),
    many: (
      op: string,
      inputs: TensorInfo[],
      outputs: number,
      typeNames: readonly string[],
      values: AttributeValues,
    ): TensorInfo[] =>
      backend.executeMultipleOutputs(op, attributes(typeNames, values), inputs, outputs),
  }
}
