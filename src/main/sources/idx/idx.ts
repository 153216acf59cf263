import { grouped } from '../../../contract/counted'
import { problemError } from '../../../contract/errors'
import type { StudioError } from '../../../contract/errors'
import { formatOf } from '../../../contract/file-format'

/** The content of an IDX header. */
export interface IdxHeader {
  /** Sizes, outermost first: [n] labels, [n, h, w] grey images, [n, h, w, c] colour images. */
  dims: number[]
  /** Bytes before the first element. */
  headerBytes: number
  /** Bytes of elements: the product of `dims`. */
  dataBytes: number
}

export interface Idx {
  dims: number[]
  /** The elements in C order: the last dimension varies fastest. */
  data: Uint8Array
}

const UNSIGNED_BYTE = 0x08
const elementTypes: Record<number, string> = {
  0x09: 'signed bytes',
  0x0b: '16-bit integers',
  0x0c: '32-bit integers',
  0x0d: '32-bit floats',
  0x0e: '64-bit floats',
}

/** 2 GiB less one byte: larger than any IDX set in use, and small enough for one buffer. */
const MAX_DATA_BYTES = 2 ** 31 - 1

/**
 * Length in bytes of the header that starts with `bytes`; a lower bound if fewer than 4 are given.
 */
export function headerLength(bytes: Uint8Array): number {
  return 4 + 4 * (bytes[3] ?? 0)
}

/**
 * Reads the header of an IDX file: two zero bytes, the element type, the number of dimensions,
 * then a big-endian 32-bit size for each (Y. LeCun, "The MNIST database", section "File formats").
 *
 * @param bytes at least the header; the rest is ignored
 * @param where the file's path, for errors
 * @throws StudioError `data`: too short, wrong magic, unsupported element type or number of
 *   dimensions, a size of zero, or an implausibly large product of sizes
 */
export function parseIdxHeader(bytes: Uint8Array, where: string): IdxHeader {
  checkMagic(bytes, where)
  const headerBytes = headerLength(bytes)
  if (bytes.length < headerBytes) throw tooShort(bytes.length, headerBytes, where)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const dims = Array.from({ length: bytes[3] ?? 0 }, (_, i) => view.getUint32(4 + 4 * i))
  if (dims.includes(0)) {
    throw problemError('data', 'idxEmpty', { shape: shapeText(dims) }, { where })
  }
  const dataBytes = dims.reduce((product, dim) => product * dim, 1)
  // The product may have been rounded, but never below the limit.
  if (dataBytes > MAX_DATA_BYTES) {
    const given = { shape: shapeText(dims), most: MAX_DATA_BYTES }
    throw problemError('data', 'idxImplausibleSize', given, { where })
  }
  return { dims, headerBytes, dataBytes }
}

function checkMagic(bytes: Uint8Array, where: string): void {
  if (bytes.length < 4) throw tooShort(bytes.length, 4, where)
  const [first = 0, second = 0, type = 0, dimensions = 0] = bytes
  if (first !== 0 || second !== 0) {
    refuseOtherFormat(bytes, where)
    throw problemError('data', 'notIdx', { begins: `${hex(first)} ${hex(second)}` }, { where })
  }
  if (type !== UNSIGNED_BYTE) {
    const held = elementTypes[type]
    if (held !== undefined) throw problemError('data', 'idxOfOtherType', { held }, { where })
    throw problemError('data', 'idxOfUnknownType', { type: hex(type) }, { where })
  }
  if (dimensions !== 1 && dimensions !== 3 && dimensions !== 4) {
    throw problemError('data', 'idxOfOtherDimensions', { dimensions }, { where })
  }
}

/** Rejects files of known other formats, such as a web page that a download saved instead. */
function refuseOtherFormat(bytes: Uint8Array, where: string): void {
  const format = formatOf(bytes)
  if (format === undefined) return
  if (format === 'webPage') throw problemError('data', 'webPageInstead', {}, { where })
  if (format === 'lfsPointer') throw problemError('data', 'lfsPointerInstead', {}, { where })
  if (format === 'zip') throw problemError('data', 'zipInstead', {}, { where })
  throw problemError('data', 'dataOfOtherFormat', { format }, { where })
}

/**
 * Reads a whole IDX file of unsigned bytes with 1, 3 or 4 dimensions.
 *
 * @returns `data` is a view into `bytes`, not a copy
 * @throws StudioError `data`: as {@link parseIdxHeader}, and for too few or too many bytes
 */
export function parseIdx(bytes: Uint8Array, where: string): Idx {
  const header = parseIdxHeader(bytes, where)
  const found = bytes.length - header.headerBytes
  if (found < header.dataBytes) throw truncated(header, found, where)
  if (found > header.dataBytes) throw trailing(header, found, where)
  return { dims: header.dims, data: bytes.subarray(header.headerBytes) }
}

function tooShort(length: number, needed: number, where: string): StudioError {
  return problemError('data', 'idxHeaderShort', { length, needed }, { where })
}

/**
 * @param found bytes after the header, or the most there can be
 */
export function truncated(header: IdxHeader, found: number, where: string): StudioError {
  const { dims, dataBytes: bytes } = header
  const given = { shape: shapeText(dims), bytes, missing: bytes - found }
  return problemError('data', 'idxCutShort', given, { where })
}

/**
 * @param found bytes after the header, or as many as were read before giving up
 */
export function trailing(header: IdxHeader, found: number, where: string): StudioError {
  const { dims, dataBytes: bytes } = header
  const given = { shape: shapeText(dims), bytes, more: found - bytes }
  return problemError('data', 'idxTrailingBytes', given, { where })
}

const shapeText = (dims: readonly number[]): string => dims.map(grouped).join(' x ')
const hex = (byte: number): string => `0x${byte.toString(16).padStart(2, '0')}`
