import type { HostTensor, StateDict } from '../../../contract/tensors'
import { StudioError } from '../../../contract/errors'
import { parseHeader, type TensorEntry } from './safetensors-header'

/*
 * The safetensors format: eight bytes with the length of the header (little-endian), a JSON header
 * with each tensor's dtype, shape and offsets, then the data, little-endian and row-major.
 */

const bytesPerElement = { F32: 4, I64: 8 } as const

/**
 * Encodes tensors as the consecutive parts of a file: the header, then each tensor's own memory,
 * without copying. Equal tensors in equal order give equal bytes; the header keeps their order.
 *
 * @throws StudioError `internal` if a tensor's data does not match its shape
 */
export function safetensorsParts(
  tensors: StateDict,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array[] {
  const { offsets, inOrder } = layOut(tensors)
  const entries = [...tensors].map(([name, { dtype, shape, data }]) => {
    const begin = offsets.get(name) ?? 0
    return entryText(name, { dtype, shape, data_offsets: [begin, begin + data.byteLength] })
  })
  if (Object.keys(metadata).length > 0) entries.unshift(entryText('__metadata__', metadata))
  const json = new TextEncoder().encode(`{${entries.join(',')}}`)

  const headerLength = Math.ceil(json.length / 8) * 8
  const header = new Uint8Array(8 + headerLength).fill(0x20, 8)
  new DataView(header.buffer).setBigUint64(0, BigInt(headerLength), true)
  header.set(json, 8)
  return [header, ...inOrder.map((data) => bytesOf(data))]
}

/** Total length of the parts in bytes. */
export function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0)
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/**
 * Puts eight-byte numbers first to align every tensor: PyTorch refuses to load an unaligned int64
 * tensor.
 */
function layOut(tensors: StateDict): { offsets: Map<string, number>; inOrder: ArrayBufferView[] } {
  const offsets = new Map<string, number>()
  const inOrder: ArrayBufferView[] = []
  let total = 0
  for (const dtype of ['I64', 'F32'] as const) {
    for (const [name, tensor] of tensors) {
      if (tensor.dtype !== dtype) continue
      checkSize(name, tensor)
      offsets.set(name, total)
      inOrder.push(tensor.data)
      total += tensor.data.byteLength
    }
  }
  return { offsets, inOrder }
}

function checkSize(name: string, { dtype, shape, data }: HostTensor): void {
  const elements = shape.reduce((product, size) => product * size, 1)
  if (elements * bytesPerElement[dtype] === data.byteLength && name !== '__metadata__') return
  throw new StudioError(
    'internal',
    `The tensor "${name}" of shape [${shape.join(', ')}] cannot be saved with ${data.length} values`,
  )
}

/** Built by hand, since names such as `__proto__` or `7` have a special meaning in objects. */
function entryText(name: string, value: object): string {
  return `${JSON.stringify(name)}:${JSON.stringify(value)}`
}

export interface DecodedSafetensors {
  /** In header order. F64, F16 and BF16 become F32. The data may share memory with `bytes`. */
  tensors: StateDict
  metadata: Readonly<Record<string, string>>
}

/**
 * Decodes a safetensors file from any source; anything not exactly valid is rejected.
 *
 * @param where the file, for errors
 * @throws StudioError `checkpoint`
 */
export function decodeSafetensors(bytes: Uint8Array, where: string): DecodedSafetensors {
  const { entries, metadata, dataStart } = parseHeader(bytes, where)
  const tensors = new Map<string, HostTensor>()
  for (const entry of entries) {
    tensors.set(entry.name, decodeTensor(entry, bytes, dataStart))
  }
  return { tensors, metadata }
}

function decodeTensor(
  { dtype, shape, begin, end }: TensorEntry,
  bytes: Uint8Array,
  dataStart: number,
): HostTensor {
  const raw = aligned(bytes.subarray(dataStart + begin, dataStart + end))
  const at = [raw.buffer, raw.byteOffset] as const
  switch (dtype) {
    case 'I64':
      return { dtype, shape, data: new BigInt64Array(...at, raw.byteLength / 8) }
    case 'F32':
      return { dtype, shape, data: new Float32Array(...at, raw.byteLength / 4) }
    case 'F64':
      return toF32(shape, new Float64Array(...at, raw.byteLength / 8), (x) => x)
    case 'F16':
      return toF32(shape, new Uint16Array(...at, raw.byteLength / 2), fromHalf)
    case 'BF16':
      return toF32(shape, new Uint16Array(...at, raw.byteLength / 2), fromBrainFloat)
  }
}

/** The bytes themselves if a typed array can view them, otherwise a copy. */
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes)
}

function toF32(
  shape: readonly number[],
  numbers: Float64Array | Uint16Array,
  convert: (x: number) => number,
): HostTensor {
  const data = new Float32Array(numbers.length)
  numbers.forEach((x, i) => (data[i] = convert(x)))
  return { dtype: 'F32', shape, data }
}

function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

const scratch = new DataView(new ArrayBuffer(4))

/** A bfloat16 is the upper half of a float32. */
function fromBrainFloat(bits: number): number {
  scratch.setUint32(0, bits << 16)
  return scratch.getFloat32(0)
}
