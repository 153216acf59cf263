import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { AdamBetas, AdamInputs } from '../ops/adam'
import type { OpAttribute, TensorflowBackend } from './binding'
import { recordAdam } from './compile/record'

/** Handles of resource variables: parameter, m and v. */
type Slots = readonly [number, number, number]

/**
 * Adam by TensorFlow's own fused op, ResourceApplyAdam, which works on resource variables only.
 * A set of three for each shape serves all parameters of that shape: each update lends them the
 * values (which are then shared, not copied), applies, and reads the results.
 */
export function fusedAdam(backend: TensorflowBackend) {
  const slotsByShape = new Map<string, Slots>()
  const constants = new Map<number, number>()

  const attribute = (name: string, value: number): OpAttribute => ({
    name,
    type: backend.binding.TF_ATTR_TYPE,
    value,
  })

  const slotsFor = (shape: readonly number[]): Slots => {
    const key = shape.join('x')
    const known = slotsByShape.get(key)
    if (known !== undefined) return known
    const made = [0, 1, 2].map((k) => variableHandle(backend, shape, `adam-${key}-${k}`))
    const slots = made as unknown as Slots
    slotsByShape.set(key, slots)
    return slots
  }

  const constant = (value: number): number => {
    const { binding } = backend
    const known = constants.get(value)
    const id = known ?? binding.createTensor([], binding.TF_FLOAT, Float32Array.of(value))
    constants.set(value, id)
    return id
  }

  const compute = (inputs: AdamInputs<TensorInfo>, { beta1, beta2 }: AdamBetas): TensorInfo[] => {
    const { binding } = backend
    const { parameter, m, v, gradient, stepSize, epsilon } = inputs
    const slots = slotsFor(parameter.shape)
    const values = backend.getInputTensorIds([parameter, m, v])
    const dtype = attribute('dtype', binding.TF_FLOAT)
    slots.forEach((slot, k) => {
      binding.executeOp('AssignVariableOp', [dtype], [slot, values[k] as number], 0)
    })
    const [step, eps, g] = backend.getInputTensorIds([stepSize, epsilon, gradient]) as [
      number,
      number,
      number,
    ]
    // The powers of the betas are folded in stepSize and epsilon already: as 0 they do nothing.
    const rates = [constant(0), constant(0), step, constant(beta1), constant(beta2), eps]
    const attributes = [attribute('T', binding.TF_FLOAT)]
    binding.executeOp('ResourceApplyAdam', attributes, [...slots, ...rates, g], 0)
    return slots.map((slot) => {
      const [read] = binding.executeOp('ReadVariableOp', [dtype], [slot], 1)
      if (read === undefined) throw new Error('ReadVariableOp gave nothing')
      return backend.createOutputTensor(read)
    })
  }

  return (inputs: AdamInputs<TensorInfo>, betas: AdamBetas): TensorInfo[] =>
    recordAdam(inputs, betas, () => compute(inputs, betas))
}

function variableHandle(
  { binding }: TensorflowBackend,
  shape: readonly number[],
  name: string,
): number {
  const attributes = [
    { name: 'dtype', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: 'shape', type: binding.TF_ATTR_SHAPE, value: shape },
    { name: 'shared_name', type: binding.TF_ATTR_STRING, value: name },
    { name: 'container', type: binding.TF_ATTR_STRING, value: '' },
  ]
  const [handle] = binding.executeOp('VarHandleOp', attributes, [], 1)
  if (handle === undefined) throw new Error('VarHandleOp gave nothing')
  return handle.id
}
