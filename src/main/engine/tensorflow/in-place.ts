import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { OpAttribute, TensorflowBackend } from './binding'
import { floatConstant } from './compile/graph-nodes'
import { recordInPlace } from './compile/record'
import type { RecordedConstant } from './compile/record'

/**
 * Takes the values that the op overwrites, and its other inputs in the op's order; a number becomes
 * a float32 scalar. -> the targets' new values
 */
type InPlaceOp = (
  targets: readonly TensorInfo[],
  operands: readonly (TensorInfo | number)[],
) => TensorInfo[]

/**
 * Wraps a TensorFlow op that updates resource variables in place (ResourceApplyAdam,
 * ResourceApplyMomentum, AssignSubVariableOp and so on: the resources are their first inputs), for
 * use with plain tensors. When run op by op, the values are lent to resources that are reused for
 * all tensors of a shape; values are shared, not copied. In a compiled step the op works on the
 * variables themselves. A kernel that uses such an op needs nothing else to be compiled.
 */
export function inPlaceOp(
  backend: TensorflowBackend,
  name: string,
  attributes: readonly OpAttribute[],
): InPlaceOp {
  const lend = lender(backend)
  const constant = constants(backend)
  const compute: InPlaceOp = (targets, operands) => {
    const lent = targets.map(lend)
    const inputs = operands.map((one) =>
      typeof one === 'number' ? constant(one).id : (backend.getInputTensorIds([one])[0] as number),
    )
    const handles = lent.map(({ handle }) => handle)
    backend.binding.executeOp(name, [...attributes], [...handles, ...inputs], 0)
    return lent.map(({ read }) => read())
  }
  return (targets, operands) => {
    const recorded = operands.map((one) => (typeof one === 'number' ? constant(one).recorded : one))
    const call = { name, attributes, targets, operands: recorded }
    return recordInPlace(backend, call, () => compute(targets, operands))
  }
}

/** Makes each number into a scalar once. */
function constants({ binding }: TensorflowBackend) {
  const known = new Map<number, { id: number; recorded: RecordedConstant }>()
  return (value: number) => {
    const id = () => binding.createTensor([], binding.TF_FLOAT, Float32Array.of(value))
    const made = known.get(value) ?? { id: id(), recorded: floatConstant(binding, value) }
    known.set(value, made)
    return made
  }
}

/** Returns a resource variable that holds the value of the k-th target. */
function lender(backend: TensorflowBackend) {
  const handles = new Map<string, number>()
  return (target: TensorInfo, k: number): { handle: number; read: () => TensorInfo } => {
    const { binding } = backend
    const dtype = target.dtype === 'int32' ? binding.TF_INT32 : binding.TF_FLOAT
    const name = `lent-${dtype}-${target.shape.join('x')}-${k}`
    const handle = handles.get(name) ?? variableHandle(backend, dtype, target.shape, name)
    handles.set(name, handle)
    const attributes = [{ name: 'dtype', type: binding.TF_ATTR_TYPE, value: dtype }]
    const [value] = backend.getInputTensorIds([target]) as [number]
    binding.executeOp('AssignVariableOp', attributes, [handle, value], 0)
    const read = (): TensorInfo => {
      const [metadata] = binding.executeOp('ReadVariableOp', attributes, [handle], 1)
      if (metadata === undefined) throw new Error('ReadVariableOp gave nothing')
      return backend.createOutputTensor(metadata)
    }
    return { handle, read }
  }
}

function variableHandle(
  { binding }: TensorflowBackend,
  dtype: number,
  shape: readonly number[],
  name: string,
): number {
  const attributes = [
    { name: 'dtype', type: binding.TF_ATTR_TYPE, value: dtype },
    { name: 'shape', type: binding.TF_ATTR_SHAPE, value: shape },
    { name: 'shared_name', type: binding.TF_ATTR_STRING, value: name },
    { name: 'container', type: binding.TF_ATTR_STRING, value: '' },
  ]
  const [handle] = binding.executeOp('VarHandleOp', attributes, [], 1)
  if (handle === undefined) throw new Error('VarHandleOp gave nothing')
  return handle.id
}
