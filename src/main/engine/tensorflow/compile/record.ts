import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { OpAttribute, TensorflowBackend, TensorMetadata } from '../binding'

/*
 * Every kernel of tfjs-node, gradients included, ends in one call: binding.executeOp. While a
 * step runs op by op, the recorder writes those calls down.
 */

export interface RecordedOp {
  kind: 'op'
  name: string
  attributes: readonly OpAttribute[]
  inputs: readonly number[]
  outputs: readonly number[]
}

/** An Adam update, kept whole so that the graph can do it in place. */
export interface RecordedAdam {
  kind: 'adam'
  inputs: {
    parameter: number
    m: number
    v: number
    gradient: number
    stepSize: number
    epsilon: number
  }
  betas: { beta1: number; beta2: number }
  /** The new parameter, m and v. */
  outputs: readonly [number, number, number]
}

/** A tensor that the step made from JavaScript numbers. */
export interface RecordedConstant {
  dtype: number
  shape: readonly number[]
  bytes: Uint8Array
}

export interface Recording {
  ops: (RecordedOp | RecordedAdam)[]
  constants: Map<number, RecordedConstant>
}

interface Active {
  recording: Recording
  backend: TensorflowBackend
  plain: TensorflowBackend['binding']
  recorder: TensorflowBackend['binding']
}

let active: Active | undefined

/** Runs a step and gives what it returned with all that it did. */
export function record<T>(
  backend: TensorflowBackend,
  run: () => T,
): { value: T; recording: Recording } {
  if (active !== undefined) throw new Error('a step is being recorded already')
  const recording: Recording = { ops: [], constants: new Map() }
  const plain = backend.binding
  const recorder = recordingBinding(plain, recording)
  active = { recording, backend, plain, recorder }
  backend.binding = recorder
  try {
    return { value: run(), recording }
  } finally {
    backend.binding = plain
    active = undefined
  }
}

function recordingBinding(
  plain: TensorflowBackend['binding'],
  recording: Recording,
): TensorflowBackend['binding'] {
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
  }) as TensorflowBackend['binding']
}

/** Records an Adam update as one, and the ops that `compute` makes it of not at all. */
export function recordAdam(
  inputs: { [K in keyof RecordedAdam['inputs']]: TensorInfo },
  betas: RecordedAdam['betas'],
  compute: () => TensorInfo[],
): TensorInfo[] {
  if (active === undefined) return compute()
  const { backend, plain, recorder, recording } = active
  const idOf = (tensor: TensorInfo): number => backend.getInputTensorIds([tensor])[0] ?? NaN
  const ids = {
    parameter: idOf(inputs.parameter),
    m: idOf(inputs.m),
    v: idOf(inputs.v),
    gradient: idOf(inputs.gradient),
    stepSize: idOf(inputs.stepSize),
    epsilon: idOf(inputs.epsilon),
  }
  backend.binding = plain
  try {
    const results = compute()
    const [p, m, v] = backend.getInputTensorIds(results) as [number, number, number]
    recording.ops.push({ kind: 'adam', inputs: ids, betas, outputs: [p, m, v] })
    return results
  } finally {
    backend.binding = recorder
  }
}
