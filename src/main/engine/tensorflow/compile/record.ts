import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { OpAttribute, TensorflowBackend, TensorflowBinding, TensorMetadata } from '../binding'

/*
 * Every kernel of tfjs-node, gradients included, ends in one call: binding.executeOp. While a step
 * runs op by op, the recorder writes down those calls. Tensors are identified by the addon's ids.
 */

export interface RecordedOp {
  kind: 'op'
  name: string
  attributes: readonly OpAttribute[]
  inputs: readonly number[]
  outputs: readonly number[]
}

/** An op that updates variables in place, recorded whole so that the graph can do the same. */
export interface RecordedInPlace {
  kind: 'inPlace'
  name: string
  attributes: readonly OpAttribute[]
  /** The values to overwrite; in the graph, the handles of their variables. */
  targets: readonly number[]
  /** The inputs that follow the targets. */
  operands: readonly (number | RecordedConstant)[]
  /** The targets' new values. */
  outputs: readonly number[]
}

/** A tensor that the step made from JavaScript numbers. */
export interface RecordedConstant {
  dtype: number
  shape: readonly number[]
  bytes: Uint8Array
}

export interface Recording {
  ops: (RecordedOp | RecordedInPlace)[]
  constants: Map<number, RecordedConstant>
}

interface Active {
  recording: Recording
  plain: TensorflowBinding
}

let active: Active | undefined

/** Runs a step and returns its result with the recorded ops. */
export function record<T>(
  backend: TensorflowBackend,
  run: () => T,
): { value: T; recording: Recording } {
  if (active !== undefined) throw new Error('a step is being recorded already')
  const recording: Recording = { ops: [], constants: new Map() }
  const plain = backend.binding
  active = { recording, plain }
  backend.binding = recordingBinding(plain, recording)
  try {
    return { value: run(), recording }
  } finally {
    backend.binding = plain
    active = undefined
  }
}

function recordingBinding(plain: TensorflowBinding, recording: Recording): TensorflowBinding {
  const executeOp = (
    name: string,
    attributes: OpAttribute[],
    inputs: number[],
    count: number,
  ): TensorMetadata[] => {
    const outputs = plain.executeOp(name, attributes, inputs, count)
    const ids = outputs.map(({ id }) => id)
    recording.ops.push({ kind: 'op', name, attributes, inputs, outputs: ids })
    return outputs
  }
  const createTensor = (shape: number[], dtype: number, values: ArrayBufferView): number => {
    if (!ArrayBuffer.isView(values)) throw new Error('the step makes a tensor of text')
    const id = plain.createTensor(shape, dtype, values)
    const { buffer, byteOffset, byteLength } = values
    const bytes = new Uint8Array(buffer, byteOffset, byteLength).slice()
    recording.constants.set(id, { dtype, shape: [...shape], bytes })
    return id
  }
  const tensorDataSync = (): never => {
    throw new Error('the step reads a tensor back, which a graph cannot do')
  }
  return Object.create(plain, {
    executeOp: { value: executeOp },
    createTensor: { value: createTensor },
    tensorDataSync: { value: tensorDataSync },
  }) as TensorflowBinding
}

/** The arguments of an in-place op. */
interface InPlaceCall {
  name: string
  attributes: readonly OpAttribute[]
  targets: readonly TensorInfo[]
  operands: readonly (TensorInfo | RecordedConstant)[]
}

/** Records an in-place op as a single op, and none of the ops that `compute` runs for it. */
export function recordInPlace(
  backend: TensorflowBackend,
  call: InPlaceCall,
  compute: () => TensorInfo[],
): TensorInfo[] {
  if (active === undefined) return compute()
  const { plain, recording } = active
  const idOf = (tensor: TensorInfo): number => backend.getInputTensorIds([tensor])[0] as number
  const { name, attributes } = call
  const targets = call.targets.map(idOf)
  const operands = call.operands.map((one) => ('dataId' in one ? idOf(one) : one))
  const recorder = backend.binding
  backend.binding = plain
  try {
    const results = compute()
    const outputs = backend.getInputTensorIds(results)
    recording.ops.push({ kind: 'inPlace', name, attributes, targets, operands, outputs })
    return results
  } finally {
    backend.binding = recorder
  }
}
