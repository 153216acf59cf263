import { encodedField, fieldsOf } from './protobuf'

/*
 * Facts about an ONNX model that must be known before it is loaded. Field numbers are those of onnx.proto
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
 */

/** The parts of an ONNX model that are examined. */
type Part =
  'model' | 'graph' | 'node' | 'attribute' | 'function' | 'sparse' | 'tensor' | 'entry' | 'value'

/** Fields that contain other parts, by number. */
const PARTS: Readonly<Record<Part, Readonly<Record<number, Part>>>> = {
  model: { 7: 'graph', 25: 'function' },
  graph: { 1: 'node', 5: 'tensor', 12: 'value', 15: 'sparse' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  function: { 7: 'node', 11: 'attribute' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  tensor: { 13: 'entry' },
  entry: {},
  value: {},
}
const GRAPH = 7
const OUTPUT = 12
const NAME = 1
const [KEY, VALUE] = [1, 2]

/** No neural network has graphs nested more deeply than this. */
const DEEPEST = 64

export interface OnnxFacts {
  /** Names of the values that the model returns. */
  outputs: Set<string>
  /** Names of the files with weights outside of the model. */
  files: Set<string>
}

/**
 * Finds the outputs of an ONNX model, and the files that it would read.
 *
 * @throws RangeError if it is not an ONNX model
 */
export function factsOfOnnx(model: Uint8Array): OnnxFacts {
  const facts: OnnxFacts = { outputs: new Set(), files: new Set() }
  visit('model', model, facts, 0)
  if (facts.outputs.size === 0) throw new RangeError('the model has no outputs')
  return facts
}

function visit(part: Part, bytes: Uint8Array, facts: OnnxFacts, depth: number): void {
  if (depth > DEEPEST) throw new RangeError('graphs are nested too deeply')
  const texts = new Map<number, string>()
  for (const field of fieldsOf(bytes)) {
    if (field.bytes === undefined) continue
    const inner = PARTS[part][field.number]
    if (inner === 'value') {
      // The outputs of nested graphs are not outputs of the model.
      if (depth === 1) facts.outputs.add(nameOf(field.bytes))
    } else if (inner !== undefined) visit(inner, field.bytes, facts, depth + 1)
    else if (part === 'entry') texts.set(field.number, textOf(field.bytes))
  }
  if (texts.get(KEY) === 'location') facts.files.add(texts.get(VALUE) ?? '')
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')

function nameOf(value: Uint8Array): string {
  for (const { number, bytes } of fieldsOf(value)) {
    if (number === NAME && bytes !== undefined) return textOf(bytes)
  }
  return ''
}

/**
 * Makes a model return further values of its graph. A message that occurs twice is merged by every
 * reader, so the new outputs need only be appended.
 */
export function withOutputs(model: Buffer, names: readonly string[]): Buffer {
  const outputs = names.map((name) =>
    encodedField(OUTPUT, encodedField(NAME, Buffer.from(name, 'utf8'))),
  )
  return names.length === 0
    ? model
    : Buffer.concat([model, encodedField(GRAPH, Buffer.concat(outputs))])
}
