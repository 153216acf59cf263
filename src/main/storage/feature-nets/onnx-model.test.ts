import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { factsOfOnnx, withOutputs } from './onnx-model'
import { encodedField } from './protobuf'

const fixture = (name: string): Buffer =>
  fs.readFileSync(
    fileURLToPath(new URL(`../../metrics/nets/models/fixtures/${name}`, import.meta.url)),
  )

const text = (number: number, value: string): Buffer => encodedField(number, Buffer.from(value))
const message = (number: number, ...fields: Buffer[]): Buffer =>
  encodedField(number, Buffer.concat(fields))

/** A tensor whose values are in another file, as the field `number` of another message. */
const outside = (number: number, file: string): Buffer =>
  message(number, text(8, 'weights'), message(13, text(1, 'location'), text(2, file)))

const output = message(12, text(1, 'y'))
const [NODE, TENSOR, GRAPH, FUNCTION] = [1, 5, 7, 25]
const [T, G, TENSORS, GRAPHS] = [5, 6, 10, 11]

describe('of an ONNX model', () => {
  it('the outputs and files are found', () => {
    expect(factsOfOnnx(fixture('net.onnx'))).toEqual({
      outputs: new Set(['classes']),
      files: new Set(),
    })
    expect(factsOfOnnx(fixture('external.onnx')).files).toEqual(new Set(['external.bin']))
  })

  it('further outputs are returned, and nothing else changes', () => {
    const model = fixture('net.onnx')
    expect(withOutputs(model, [])).toBe(model)
    const long = 'a'.repeat(300)
    const { outputs, files } = factsOfOnnx(withOutputs(model, ['flat', long]))
    expect([...outputs]).toEqual(['classes', 'flat', long])
    expect(files.size).toBe(0)
  })

  it.each<[string, Buffer]>([
    ['a weight', message(GRAPH, output, outside(TENSOR, 'secret'))],
    ['a sparse weight', message(GRAPH, output, message(15, outside(2, 'secret')))],
    ['a constant', message(GRAPH, output, message(NODE, message(5, outside(T, 'secret'))))],
    ['a list', message(GRAPH, output, message(NODE, message(5, outside(TENSORS, 'secret'))))],
    [
      'a branch',
      message(GRAPH, output, message(NODE, message(5, message(G, outside(TENSOR, 'secret'))))),
    ],
    [
      'several branches',
      message(GRAPH, output, message(NODE, message(5, message(GRAPHS, outside(TENSOR, 'secret'))))),
    ],
    [
      'a function',
      Buffer.concat([
        message(GRAPH, output),
        message(FUNCTION, message(7, message(5, outside(T, 'secret')))),
      ]),
    ],
    [
      'a second part of the graph',
      Buffer.concat([message(GRAPH, output), message(GRAPH, outside(TENSOR, 'secret'))]),
    ],
  ])('files are found in %s', (_, model) => {
    expect([...factsOfOnnx(model).files]).toEqual(['secret'])
  })

  it('the outputs of a branch are not outputs of the model', () => {
    const branch = message(NODE, message(5, message(G, message(12, text(1, 'inner')))))
    expect([...factsOfOnnx(message(GRAPH, output, branch)).outputs]).toEqual(['y'])
  })

  const nested = (depth: number): Buffer =>
    depth === 0 ? output : message(NODE, message(5, message(G, nested(depth - 1))))

  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('{"not": "a model"}')],
    ['a truncated model', fixture('net.onnx').subarray(0, 700)],
    ['a number without end', Buffer.alloc(100, 0xff)],
    ['a length beyond the end', Buffer.from([0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f])],
    ['a field of a type that does not exist', Buffer.from([0x3e, 0x00])],
    ['a graph without outputs', message(GRAPH, text(2, 'name'))],
    ['graphs nested a hundred times', message(GRAPH, output, nested(100))],
  ])('is none: %s', (_, bytes) => {
    expect(() => factsOfOnnx(bytes)).toThrow(RangeError)
  })
})
