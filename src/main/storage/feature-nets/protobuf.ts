/*
 * A reader for the part of the Protocol Buffers wire format that is needed to examine an ONNX model
 * without its weights: https://protobuf.dev/programming-guides/encoding/
 */

/** A field of a message: its number, and its bytes if it has a length. */
export interface Field {
  number: number
  bytes: Uint8Array | undefined
}

/** Bytes of the two fixed-size wire types. */
const FIXED: Readonly<Record<number, number>> = { 1: 8, 5: 4 }
const LENGTH_DELIMITED = 2

/**
 * The fields of a message in order.
 *
 * @throws RangeError if the bytes are not a message
 */
export function* fieldsOf(message: Uint8Array): Generator<Field> {
  const at = { offset: 0 }
  while (at.offset < message.length) {
    const tag = varint(message, at)
    const [number, type] = [Math.floor(tag / 8), tag % 8]
    if (type === 0) {
      varint(message, at)
      yield { number, bytes: undefined }
      continue
    }
    const length = type === LENGTH_DELIMITED ? varint(message, at) : FIXED[type]
    if (length === undefined || at.offset + length > message.length)
      throw new RangeError('no field')
    const bytes = message.subarray(at.offset, at.offset + length)
    at.offset += length
    yield { number, bytes: type === LENGTH_DELIMITED ? bytes : undefined }
  }
}

/** Reads a number of 7 bits per byte; those above 2^53 lose their last bits. */
function varint(bytes: Uint8Array, at: { offset: number }): number {
  let value = 0
  for (let place = 1; place <= 2 ** 63; place *= 128) {
    const byte = bytes[at.offset]
    if (byte === undefined) throw new RangeError('the message ends within a number')
    at.offset += 1
    value += (byte % 128) * place
    if (byte < 128) return value
  }
  throw new RangeError('a number has too many bytes')
}

/** Encodes a field that has bytes. */
export const encodedField = (number: number, bytes: Uint8Array): Buffer =>
  Buffer.concat([encodedVarint(number * 8 + LENGTH_DELIMITED), encodedVarint(bytes.length), bytes])

function encodedVarint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return Buffer.from([...bytes, rest])
}
