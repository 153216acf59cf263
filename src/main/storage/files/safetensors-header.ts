import { z } from 'zod'
import { grouped } from '../../../contract/counted'
import { asNotice, problemError, StudioError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { parseJsonGuarded } from '../../disk/json'
import { scanKeys } from '../../../contract/json-keys'

const elementSizes = { F64: 8, I64: 8, F32: 4, F16: 2, BF16: 2 } as const
type StoredDtype = keyof typeof elementSizes

/**
 * A tensor as described by the header; `begin` and `end` are byte offsets from the start of the
 * data.
 */
export interface TensorEntry {
  name: string
  dtype: StoredDtype
  shape: readonly number[]
  begin: number
  end: number
}

interface SafetensorsHeader {
  /** In header order. */
  entries: TensorEntry[]
  metadata: Readonly<Record<string, string>>
  /** Offset of the data in the file, in bytes. */
  dataStart: number
}

/** Enough for tens of thousands of tensors. Parsing takes tens of times as much memory. */
const maxHeaderBytes = 4_000_000
const count = z.number().int().min(0)
const entrySchema = z.strictObject({
  dtype: z.string(),
  shape: z.array(count),
  data_offsets: z.tuple([count, count]),
})
const metadataSchema = z.record(z.string(), z.string())

/**
 * Parses and checks the header of a safetensors file.
 *
 * @param bytes the file, or at least its whole header
 * @param fileBytes length of the file
 * @throws StudioError `checkpoint`
 */
export function parseHeader(
  bytes: Uint8Array,
  where: string,
  fileBytes = bytes.length,
): SafetensorsHeader {
  const dataStart = 8 + headerLength(bytes, where, fileBytes)
  const { values, keys } = parseJson(bytes.subarray(8, dataStart), where)
  const metadata = metadataSchema.safeParse(values.get('__metadata__') ?? {})
  if (!metadata.success) throw refused(where, notice('metadataNotTexts', {}))
  const entries = keys
    .filter((name) => name !== '__metadata__')
    .map((name) => parseEntry(name, values.get(name), where))
  checkCoverage(entries, fileBytes - dataStart, where)
  return { entries, metadata: metadata.data, dataStart }
}

/**
 * Returns the length of the header in bytes.
 *
 * @param bytes at least the first 8 bytes of the file
 * @throws StudioError `checkpoint` if it is implausibly long, or longer than the file
 */
export function headerLength(bytes: Uint8Array, where: string, fileBytes: number): number {
  if (bytes.length === 0) throw refused(where, notice('fileEmpty', {}))
  if (bytes.length < 8) throw refused(where, notice('onlyBytes', { bytes: bytes.length }))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = view.getBigUint64(0, true)
  if (length > maxHeaderBytes) {
    throw refused(where, notice('headerTooLong', { bytes: grouped(length), most: maxHeaderBytes }))
  }
  if (length > fileBytes - 8) throw refused(where, notice('headerCutShort', {}))
  return Number(length)
}

function parseJson(
  bytes: Uint8Array,
  where: string,
): { values: ReadonlyMap<string, unknown>; keys: readonly string[] } {
  let parsed: unknown
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    parsed = parseJsonGuarded(text)
  } catch (error) {
    throw refused(
      where,
      error instanceof StudioError ? asNotice(error) : notice('headerNotJson', {}),
    )
  }
  if (!text.startsWith('{') || typeof parsed !== 'object' || parsed === null) {
    throw refused(where, notice('headerNotObject', {}))
  }
  const { keys, duplicate } = scanKeys(text)
  if (duplicate !== undefined) throw refused(where, notice('nameTwice', { name: duplicate }))
  // A map, since a tensor may be called `__proto__`.
  return { values: new Map(Object.entries(parsed)), keys }
}

function parseEntry(name: string, value: unknown, where: string): TensorEntry {
  const entry = entrySchema.safeParse(value)
  if (!entry.success) {
    const issue = entry.error.issues[0]
    const field = issue?.path.join('.') ?? ''
    const why = `${field}: ${issue?.message}`
    throw refused(where, notice('tensorMisdescribed', { name, why }))
  }
  const { dtype, shape, data_offsets: offsets } = entry.data
  const [begin, end] = offsets
  if (!isStoredDtype(dtype)) {
    const known = Object.keys(elementSizes).join(', ')
    throw refused(where, notice('tensorOfOtherType', { name, type: dtype, known }))
  }
  const expected = byteLength(shape, elementSizes[dtype])
  if (end - begin !== expected) {
    const given = { name, shape: shape.join(', '), bytes: end - begin }
    throw refused(where, notice('tensorOfOtherLength', given))
  }
  return { name, dtype, shape, begin, end }
}

function isStoredDtype(dtype: string): dtype is StoredDtype {
  return Object.hasOwn(elementSizes, dtype)
}

/** The size in bytes; NaN, which equals no size, if it exceeds exact arithmetic. */
function byteLength(shape: readonly number[], elementSize: number): number {
  let product = elementSize
  for (const size of shape) {
    product *= size
    if (!Number.isSafeInteger(product)) return NaN
  }
  return product
}

/** The tensors must cover the data exactly: no gap, no overlap, no trailing bytes. */
function checkCoverage(entries: TensorEntry[], dataBytes: number, where: string): void {
  const byOffset = entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)
  let covered = 0
  for (const { name, begin, end } of byOffset) {
    if (begin < covered) throw refused(where, notice('tensorsOverlap', { name }))
    if (begin > covered) throw refused(where, notice('gapBeforeTensor', { name }))
    covered = end
  }
  if (covered > dataBytes) {
    throw refused(where, notice('dataCutShort', { bytes: covered - dataBytes }))
  }
  if (covered < dataBytes) {
    throw refused(where, notice('trailingBytes', { bytes: dataBytes - covered }))
  }
}

function refused(where: string, why: Notice): StudioError {
  return problemError('checkpoint', 'badSafetensors', { why }, { where })
}
