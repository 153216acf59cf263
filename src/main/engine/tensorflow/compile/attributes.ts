import type { OpAttribute, TensorflowBinding } from '../binding'
import type { Attribute } from './graph-def'

interface Attributed {
  name: string
  attributes: readonly OpAttribute[]
}

/**
 * Converts the addon's attributes to the graph's form.
 *
 * @throws Error that names the op and the attribute that a graph cannot hold
 */
export function graphAttributes(
  binding: TensorflowBinding,
  { name, attributes }: Attributed,
): Record<string, Attribute> {
  return Object.fromEntries(
    attributes.map((one) => {
      const attribute = graphAttribute(binding, one)
      if (attribute === undefined) {
        const what = Array.isArray(one.value) ? 'a list of this type' : 'a type'
        throw new Error(
          `the attribute ${one.name} of ${name} is ${what} (${one.type}) that a graph cannot hold yet`,
        )
      }
      return [one.name, attribute]
    }),
  )
}

function graphAttribute(
  binding: TensorflowBinding,
  { type, value }: OpAttribute,
): Attribute | undefined {
  const isList = Array.isArray(value)
  switch (type) {
    case binding.TF_ATTR_TYPE:
      return isList ? undefined : { kind: 'type', value: value as number }
    case binding.TF_ATTR_STRING:
      return isList ? undefined : { kind: 'string', value: String(value) }
    case binding.TF_ATTR_BOOL:
      return isList
        ? { kind: 'bools', value: value as readonly boolean[] }
        : { kind: 'bool', value: Boolean(value) }
    case binding.TF_ATTR_INT:
      return isList
        ? { kind: 'ints', value: value as readonly number[] }
        : { kind: 'int', value: value as number }
    case binding.TF_ATTR_FLOAT:
      return isList
        ? { kind: 'floats', value: value as readonly number[] }
        : { kind: 'float', value: value as number }
    case binding.TF_ATTR_SHAPE:
      return { kind: 'shape', value: value as readonly number[] }
    default:
      return undefined
  }
}
