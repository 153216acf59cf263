import type { OpAttribute, TensorflowBinding } from '../binding'
import type { Attribute } from './graph-def'

/** The addon's attributes in the graph's form. */
export function graphAttributes(
  binding: TensorflowBinding,
  attributes: readonly OpAttribute[],
): Record<string, Attribute> {
  return Object.fromEntries(attributes.map((one) => [one.name, graphAttribute(binding, one)]))
}

function graphAttribute(binding: TensorflowBinding, { name, type, value }: OpAttribute): Attribute {
  const list = Array.isArray(value)
  switch (type) {
    case binding.TF_ATTR_TYPE:
      return { kind: 'type', value: value as number }
    case binding.TF_ATTR_BOOL:
      return list
        ? { kind: 'bools', value: value as readonly boolean[] }
        : { kind: 'bool', value: Boolean(value) }
    case binding.TF_ATTR_INT:
      return list
        ? { kind: 'ints', value: value as readonly number[] }
        : { kind: 'int', value: value as number }
    case binding.TF_ATTR_FLOAT:
      return list
        ? { kind: 'floats', value: value as readonly number[] }
        : { kind: 'float', value: value as number }
    case binding.TF_ATTR_STRING:
      return { kind: 'string', value: String(value) }
    case binding.TF_ATTR_SHAPE:
      return { kind: 'shape', value: value as readonly number[] }
    default:
      throw new Error(`the attribute ${name} has a type that a graph cannot hold yet (${type})`)
  }
}
