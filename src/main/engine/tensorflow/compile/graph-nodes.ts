import type { TensorflowBinding } from '../binding'
import type { Attribute, GraphNode } from './graph-def'
import type { RecordedConstant } from './record'

export const typeAttribute = (value: number): Attribute => ({ kind: 'type', value })

/** A variable's handle; the variable has the node's name. */
export const handleNode = (name: string, dtype: number, shape: readonly number[]): GraphNode => ({
  name,
  op: 'VarHandleOp',
  inputs: [],
  attributes: {
    dtype: typeAttribute(dtype),
    shape: { kind: 'shape', value: shape },
    shared_name: { kind: 'string', value: name },
  },
})

/** An input of the graph. */
export const feedNode = (name: string, dtype: number, shape: readonly number[]): GraphNode => ({
  name,
  op: 'Placeholder',
  inputs: [],
  attributes: { dtype: typeAttribute(dtype), shape: { kind: 'shape', value: shape } },
})

/** A placeholder of any shape that is never fed, so that it always has its default, `value`. */
export const hidingNode = (name: string, dtype: number, value: string): GraphNode => ({
  name,
  op: 'PlaceholderWithDefault',
  inputs: [value],
  attributes: { dtype: typeAttribute(dtype), shape: { kind: 'anyShape' } },
})

/** @param after nodes that run first, as `^name` */
export const constantNode = (
  name: string,
  { dtype, shape, bytes }: RecordedConstant,
  after: readonly string[] = [],
): GraphNode => ({
  name,
  op: 'Const',
  inputs: after,
  attributes: {
    dtype: typeAttribute(dtype),
    value: { kind: 'tensor', dtype, shape, bytes },
  },
})

export const floatConstant = (
  { TF_FLOAT }: TensorflowBinding,
  value: number,
): RecordedConstant => ({
  dtype: TF_FLOAT,
  shape: [],
  bytes: new Uint8Array(Float32Array.of(value).buffer),
})
