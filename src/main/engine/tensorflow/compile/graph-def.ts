import {
  boolField,
  bytesField,
  concat,
  floatField,
  mapField,
  messageField,
  varintField,
} from './protobuf'
import type { Field } from './protobuf'

/*
 * TensorFlow's graph messages, as far as a recorded step needs them. Field numbers are those of
 * node_def.proto, attr_value.proto, tensor.proto, graph.proto and saved_model.proto.
 */

export type Attribute =
  | { kind: 'type'; value: number }
  | { kind: 'int'; value: number }
  | { kind: 'ints'; value: readonly number[] }
  | { kind: 'float'; value: number }
  | { kind: 'floats'; value: readonly number[] }
  | { kind: 'bool'; value: boolean }
  | { kind: 'bools'; value: readonly boolean[] }
  | { kind: 'string'; value: string }
  | { kind: 'shape'; value: readonly number[] }
  | { kind: 'anyShape' }
  | { kind: 'tensor'; dtype: number; shape: readonly number[]; bytes: Uint8Array }

export interface GraphNode {
  name: string
  op: string
  /** `node`, `node:2` for its third output, `^node` to run after it. */
  inputs: readonly string[]
  attributes: Readonly<Record<string, Attribute>>
}

/** The graph version that TensorFlow 2.9 writes; older versions need not be able to read it. */
const PRODUCER = 1087

/** A SavedModel with one graph under the tag `serve` and nothing to restore. */
export function encodeSavedModel(nodes: readonly GraphNode[]): Uint8Array {
  const graph = [...nodes.map(encodeNode), messageField(4, [varintField(1, PRODUCER)])]
  const metaGraph = [messageField(1, [bytesField(4, 'serve')]), messageField(2, graph)]
  return concat([varintField(1, 1), messageField(2, metaGraph)])
}

function encodeNode({ name, op, inputs, attributes }: GraphNode): Field {
  return messageField(1, [
    bytesField(1, name),
    bytesField(2, op),
    ...inputs.map((input) => bytesField(3, input)),
    ...Object.entries(attributes).map(([key, value]) => mapField(5, key, encodeAttribute(value))),
  ])
}

function encodeAttribute(attribute: Attribute): Field[] {
  switch (attribute.kind) {
    case 'string':
      return [bytesField(2, attribute.value)]
    case 'int':
      return [varintField(3, attribute.value)]
    case 'float':
      return [floatField(4, attribute.value)]
    case 'bool':
      return [boolField(5, attribute.value)]
    case 'type':
      return [varintField(6, attribute.value)]
    case 'shape':
      return [messageField(7, encodeShape(attribute.value))]
    case 'anyShape':
      return [messageField(7, [boolField(3, true)])]
    case 'tensor':
      return [messageField(8, encodeTensor(attribute))]
    case 'ints':
      return [
        messageField(
          1,
          attribute.value.map((value) => varintField(3, value)),
        ),
      ]
    case 'floats':
      return [
        messageField(
          1,
          attribute.value.map((value) => floatField(4, value)),
        ),
      ]
    case 'bools':
      return [
        messageField(
          1,
          attribute.value.map((value) => boolField(5, value)),
        ),
      ]
  }
}

const encodeShape = (shape: readonly number[]): Field[] =>
  shape.map((size) => messageField(2, [varintField(1, size)]))

const encodeTensor = (tensor: Extract<Attribute, { kind: 'tensor' }>): Field[] => [
  varintField(1, tensor.dtype),
  messageField(2, encodeShape(tensor.shape)),
  bytesField(4, tensor.bytes),
]
