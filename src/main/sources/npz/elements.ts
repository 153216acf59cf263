import type { ElementType } from './npy-header'

type Numbers = ArrayLike<number>
type Reader = (bytes: Buffer) => Numbers

const over = <T>(make: (buffer: ArrayBuffer) => T) => {
  return (bytes: Buffer): T => make(bytes.buffer as ArrayBuffer)
}

/** Readers of little-endian elements from the whole buffer of `bytes`, by kind and size. */
const readers: Readonly<Record<string, Reader>> = {
  b1: over((buffer) => new Uint8Array(buffer)),
  u1: over((buffer) => new Uint8Array(buffer)),
  i1: over((buffer) => new Int8Array(buffer)),
  u2: over((buffer) => new Uint16Array(buffer)),
  i2: over((buffer) => new Int16Array(buffer)),
  u4: over((buffer) => new Uint32Array(buffer)),
  i4: over((buffer) => new Int32Array(buffer)),
  u8: over((buffer) => Float64Array.from(new BigUint64Array(buffer), Number)),
  i8: over((buffer) => Float64Array.from(new BigInt64Array(buffer), Number)),
  f2: over((buffer) => Float32Array.from(new Uint16Array(buffer), halfToNumber)),
  f4: over((buffer) => new Float32Array(buffer)),
  f8: over((buffer) => new Float64Array(buffer)),
}

/** Reports whether {@link numbersIn} can read elements of this type. */
export const isNumeric = ({ kind, bytes }: ElementType): boolean =>
  Object.hasOwn(readers, `${kind}${bytes}`)

/**
 * Reads elements as numbers; integers beyond 2^53 are rounded.
 *
 * @param bytes whole elements; not changed
 */
export function numbersIn(
  bytes: Uint8Array,
  { kind, bytes: size, bigEndian }: ElementType,
): Numbers {
  const read = readers[`${kind}${size}`]
  if (read === undefined) throw new RangeError(`no numbers of type ${kind}${size}`)
  // A copy, since typed arrays begin at multiples of their element's size.
  const copy = Buffer.from(new Uint8Array(bytes).buffer)
  if (bigEndian && size === 2) copy.swap16()
  if (bigEndian && size === 4) copy.swap32()
  if (bigEndian && size === 8) copy.swap64()
  return read(copy)
}

/** An element as text, integers with all their digits. */
export function elementText(bytes: Uint8Array, type: ElementType, index: number): string {
  const { kind, bytes: size, bigEndian } = type
  if (size !== 8 || kind === 'f') return String(numbersIn(bytes, type)[index])
  const view = new DataView(bytes.buffer, bytes.byteOffset + 8 * index, 8)
  return String(kind === 'u' ? view.getBigUint64(0, !bigEndian) : view.getBigInt64(0, !bigEndian))
}

/** IEEE 754 binary16: a sign, 5 bits of exponent and 10 of fraction. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
  return sign * (1024 + fraction) * 2 ** (exponent - 25)
}
