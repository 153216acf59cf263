/*
 * Just enough of Protocol Buffers' wire format to write a graph: varints, fixed 32-bit floats
 * and length-delimited fields (https://protobuf.dev/programming-guides/encoding/).
 */

const VARINT = 0
const LENGTH = 2
const FIXED32 = 5

export type Field = Uint8Array

/** An integer or enum field; negative numbers take ten bytes, as in protobuf. */
export function varintField(field: number, value: number | bigint): Field {
  return concat([varint((field << 3) | VARINT), varint(value)])
}

export function boolField(field: number, value: boolean): Field {
  return varintField(field, value ? 1 : 0)
}

export function floatField(field: number, value: number): Field {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setFloat32(0, value, true)
  return concat([varint((field << 3) | FIXED32), bytes])
}

export function bytesField(field: number, value: Uint8Array | string): Field {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value
  return concat([varint((field << 3) | LENGTH), varint(bytes.length), bytes])
}

export function messageField(field: number, parts: readonly Field[]): Field {
  return bytesField(field, concat(parts))
}

/** A map<string, message> entry. */
export function mapField(field: number, key: string, value: readonly Field[]): Field {
  return messageField(field, [bytesField(1, key), messageField(2, value)])
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const part of parts) {
    out.set(part, offset)
    offset += part.length
  }
  return out
}

function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  do {
    const low = Number(rest & 0x7fn)
    rest >>= 7n
    bytes.push(rest === 0n ? low : low | 0x80)
  } while (rest !== 0n)
  return Uint8Array.from(bytes)
}
