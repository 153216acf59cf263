import { grouped } from '../../../contract/counted'
import { problemError } from '../../../contract/errors'
import type { StudioError } from '../../../contract/errors'
import { shortened } from '../shortened'
import { openExtent, mostBytes, type ByteReader, type Extent } from '../arrays/extent'

/** The type of an array's elements. */
export interface ElementType {
  /** As NumPy writes it, such as `<f4`. */
  name: string
  /** u unsigned, i signed, f float, b Boolean; others are not read. */
  kind: string
  bytes: number
  bigEndian: boolean
}

/** An array in a npy file, or in a member of a npz. */
export interface NpyArray {
  /** In errors: the file's name, or the member's. */
  name: string
  type: ElementType
  shape: number[]
  fortran: boolean
  bytes: Extent
  /** Position of the elements in the unpacked bytes. */
  offset: number
}

const MAGIC = '\x93NUMPY'
/** Hundreds of times the usual length; NumPy itself refuses headers of more than 10,000 bytes. */
const MAX_HEADER_BYTES = 1 << 16

/**
 * Reads the header of an array and checks that its elements can all be there (NumPy, "NEP 1: A
 * simple file format for NumPy arrays").
 *
 * @param unpackedBytes as declared by the zip; for a plain file, its size
 * @throws StudioError `data`: not an array, elements that only Python can read, or a shape that
 *   does not fit the number of bytes
 */
export async function readNpyHeader(
  bytes: Extent,
  name: string,
  unpackedBytes: number,
  signal: AbortSignal,
): Promise<NpyArray> {
  const where = bytes.path
  const reader = await openExtent(bytes, signal)
  try {
    const { text, offset } = await headerText(reader, name, where)
    const array = { name: shortened(name), ...parseHeader(text, name, where), bytes, offset }
    checkLength(array, Math.min(unpackedBytes, mostBytes(bytes)), unpackedBytes)
    return array
  } finally {
    await reader.close()
  }
}

async function headerText(
  reader: ByteReader,
  name: string,
  where: string,
): Promise<{ text: string; offset: number }> {
  const start = Buffer.from(await reader.read(0, 8))
  const major = start[6] ?? 0
  if (start.toString('latin1', 0, 6) !== MAGIC || major < 1 || major > 3) {
    throw problemError('data', 'npyUnknown', { name }, { where })
  }
  const sizeBytes = major === 1 ? 2 : 4
  const length = Buffer.from(await reader.read(8, sizeBytes)).readUIntLE(0, sizeBytes)
  if (length > MAX_HEADER_BYTES) {
    throw problemError('data', 'npyHeaderTooLong', { name, bytes: length }, { where })
  }
  const text = Buffer.from(await reader.read(8 + sizeBytes, length)).toString('latin1')
  return { text, offset: 8 + sizeBytes + length }
}

/** Parses the literal of a Python dictionary that has exactly these three keys. */
function parseHeader(
  text: string,
  name: string,
  where: string,
): Pick<NpyArray, 'type' | 'shape' | 'fortran'> {
  const unreadable = (): StudioError =>
    problemError('data', 'npyHeaderUnreadable', { name }, { where })
  const [, described = ''] = /'descr'\s*:\s*('[^']*'|\[)/.exec(text) ?? []
  const [, fortran] = /'fortran_order'\s*:\s*(True|False)/.exec(text) ?? []
  const [, sizes] = /'shape'\s*:\s*\(([\d\sL,]*)\)/.exec(text) ?? []
  if (described === '' || fortran === undefined || sizes === undefined) throw unreadable()
  const digits = sizes
    .split(',')
    .map((size) => size.trim().replace(/L$/, ''))
    .filter((size) => size !== '')
  const shape = digits.map(Number)
  if (!shape.every((size) => Number.isSafeInteger(size))) {
    throw problemError('data', 'arrayTooLarge', { name, shape: shapeText(digits) }, { where })
  }
  if (described === '[') throw problemError('data', 'arrayOfRecords', { name }, { where })
  return {
    type: parseType(described.slice(1, -1), name, where),
    shape,
    fortran: fortran === 'True',
  }
}

function parseType(text: string, name: string, where: string): ElementType {
  const [, order, kind = '', bytes = ''] = /^([<>|=]?)([a-zA-Z])(\d*)/.exec(text) ?? []
  if (kind === 'O') throw problemError('data', 'arrayOfObjects', { name }, { where })
  return { name: shortened(text), kind, bytes: Number(bytes), bigEndian: order === '>' }
}

function checkLength(array: NpyArray, most: number, declared: number): void {
  const { name, shape, type, offset } = array
  const where = array.bytes.path
  const elements = shape.reduce((product, size) => product * size, 1)
  const needed = offset + elements * type.bytes
  const given = { name, shape: shapeText(shape) }
  if (needed > Number.MAX_SAFE_INTEGER) {
    throw problemError('data', 'arrayTooLarge', given, { where })
  }
  if (needed > most) {
    throw problemError('data', 'arrayCutShort', { ...given, missing: needed - most }, { where })
  }
  // The size of elements of other types is unknown.
  if ('uifb'.includes(type.kind) && declared > needed) {
    throw problemError(
      'data',
      'arrayTrailingBytes',
      { ...given, more: declared - needed },
      { where },
    )
  }
}

/** The most axes and digits of a shape that a sentence shows; a file may declare any number. */
const MAX_AXES = 6
const MAX_DIGITS = 20

/**
 * A shape for a sentence, with grouped digits: "(60,000, 28, 28)"; only the first six of more axes.
 */
export function shapeText(shape: readonly (number | string)[]): string {
  const shown = shape.slice(0, MAX_AXES).map(axisText).join(', ')
  return shape.length <= MAX_AXES ? `(${shown})` : `(${shown}, …; ${grouped(shape.length)} axes)`
}

const axisText = (size: number | string): string =>
  typeof size === 'number' || size.length <= MAX_DIGITS
    ? grouped(Number(size))
    : `${size.slice(0, MAX_DIGITS)}…`
