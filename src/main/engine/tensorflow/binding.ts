import { engine } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { StudioError } from '../../../contract/errors'

export interface OpAttribute {
  name: string
  type: number
  value: number | boolean | string
}

/**
 * What this engine uses of tfjs-node's backend beyond its public interface; checked when it
 * opens, as another version may differ.
 */
export interface TensorflowBackend {
  readonly isUsingGpuDevice: boolean
  readonly binding: {
    readonly TF_Version: string
    readonly TF_FLOAT: number
    readonly TF_ATTR_TYPE: number
    readonly TF_ATTR_BOOL: number
    readonly TF_ATTR_FLOAT: number
    readonly TF_ATTR_STRING: number
  }
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
    typeof backend.binding?.TF_ATTR_STRING === 'number'
  if (!complete) {
    throw new StudioError('engine', 'tfjs-node-gpu is not the version this studio was made for', {
      remedy: 'Install the exact version in package-lock.json with npm ci.',
    })
  }
  return backend as TensorflowBackend
}

/** Runs TensorFlow ops by name on float32 tensors. */
export function opRunner(backend: TensorflowBackend) {
  const { binding } = backend
  const typed = (value: OpAttribute['value']): number => {
    if (typeof value === 'boolean') return binding.TF_ATTR_BOOL
    return typeof value === 'number' ? binding.TF_ATTR_FLOAT : binding.TF_ATTR_STRING
  }
  const attributes = (
    typeNames: readonly string[],
    values: Record<string, OpAttribute['value']>,
  ) => [
    ...typeNames.map((name) => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT })),
    ...Object.entries(values).map(([name, value]) => ({ name, type: typed(value), value })),
  ]
  return {
    one: (
      op: string,
      inputs: TensorInfo[],
      values: Record<string, OpAttribute['value']> = {},
    ): TensorInfo => backend.executeSingleOutput(op, attributes(['T'], values), inputs),
    many: (
      op: string,
      inputs: TensorInfo[],
      outputs: number,
      typeNames: readonly string[],
      values: Record<string, OpAttribute['value']>,
    ): TensorInfo[] =>
      backend.executeMultipleOutputs(op, attributes(typeNames, values), inputs, outputs),
  }
}
