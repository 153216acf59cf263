import type { FileHandle } from 'node:fs/promises'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip, createInflateRaw } from 'node:zlib'
import { problemError, StudioError } from '../../../contract/errors'
import { errnoOf } from '../../disk/errno'
import { openGuarded, readFrom } from '../../disk/guarded'

/** Consecutive bytes in a file, which may be compressed. */
export interface Extent {
  path: string
  /** Their position in the file. */
  start: number
  /** Their number in the file, that is, before unpacking. */
  length: number
  packed: 'no' | 'gzip' | 'deflate'
}

/** Reads an extent's unpacked bytes, from its start to its end. */
export interface ByteReader {
  /**
   * @param position in the unpacked bytes; not before the end of the previous read
   * @returns exactly `length` bytes, valid until the next read
   * @throws StudioError `data` if the bytes end before, or cannot be unpacked
   */
  read(position: number, length: number): Promise<Uint8Array>
  close(): Promise<void>
}

/** Deflate compresses at most 258 bytes into 2 bits (RFC 1951; zlib's manual gives 1032:1). */
const DEFLATE_BEST_RATIO = 1032
const CHUNK_BYTES = 1 << 20

/** Upper bound of an extent's unpacked bytes; exact unless it is compressed. */
export const mostBytes = ({ length, packed }: Extent): number =>
  packed === 'no' ? length : length * DEFLATE_BEST_RATIO

/**
 * Opens a file; the caller closes it.
 *
 * @throws StudioError `data` if it cannot be opened
 */
export const openFile = (path: string): ReturnType<typeof openGuarded> =>
  readable(path, () => openGuarded(path, { maxBytes: Infinity, code: 'data' }))

/** A file as one extent; a gzip is recognised by its first bytes, not by its name. */
export async function wholeFile(path: string): Promise<Extent> {
  return readable(path, async () => {
    const { handle, stats } = await openFile(path)
    try {
      const magic = await readFrom(handle, 2, 0)
      const packed = magic[0] === 0x1f && magic[1] === 0x8b ? 'gzip' : 'no'
      return { path, start: 0, length: stats.size, packed }
    } finally {
      await handle.close()
    }
  })
}

/**
 * Opens an extent for reading, with about a megabyte in memory besides the longest read.
 *
 * @param signal ends reads, including long skips
 * @throws StudioError `data` if the file cannot be opened
 */
export async function openExtent(extent: Extent, signal: AbortSignal): Promise<ByteReader> {
  const { path } = extent
  const { handle } = await openFile(path)
  const reader = extent.packed === 'no' ? plain(extent, handle) : unpacking(extent, handle, signal)
  return {
    read: (position, length) =>
      readable(path, async () => {
        signal.throwIfAborted()
        return reader.read(position, length)
      }),
    close: () => reader.close(),
  }
}

/** Reads ahead, twice as far each time, as long as reads follow one another. */
function plain({ path, start, length: total }: Extent, handle: FileHandle): ByteReader {
  let ahead: Uint8Array = new Uint8Array(0)
  let begins = 0
  let next = 0
  let step = 0
  return {
    async read(position, length) {
      if (position + length > begins + ahead.length) {
        step = position === next ? Math.min(2 * step, CHUNK_BYTES) : 0
        const want = Math.min(Math.max(length, step), total - position)
        if (want < length) throw endsEarly(path, position + length, total)
        ahead = await readFrom(handle, want, start + position)
        begins = position
        if (ahead.length < length) throw endsEarly(path, position + length, position + ahead.length)
      }
      step = Math.max(step, length)
      next = position + length
      return ahead.subarray(position - begins, next - begins)
    },
    close: () => handle.close(),
  }
}

function unpacking(extent: Extent, handle: FileHandle, signal: AbortSignal): ByteReader {
  const { path, start, length: packedBytes } = extent
  // A stream cannot end before its start, so an empty extent reads a byte and fails to unpack it.
  const end = start + Math.max(1, packedBytes) - 1
  const range = { start, end, highWaterMark: CHUNK_BYTES }
  const raw = handle.createReadStream({ ...range, autoClose: false })
  const options = { chunkSize: CHUNK_BYTES }
  const unpack = extent.packed === 'gzip' ? createGunzip(options) : createInflateRaw(options)
  // An error of either stream surfaces where the last one is read.
  const unpacked: Readable = pipeline(raw, unpack, () => undefined)
  const chunks = unpacked[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  let chunk: Uint8Array = new Uint8Array(0)
  let begins = 0
  /** Moves to the chunk that contains `position`. */
  const advance = async (position: number, end: number): Promise<void> => {
    while (position >= begins + chunk.length) {
      signal.throwIfAborted()
      begins += chunk.length
      const next = await chunks.next()
      if (next.done === true) throw endsEarly(path, end, begins)
      chunk = next.value
    }
  }
  return {
    async read(position, length) {
      const end = position + length
      await advance(position, end)
      const first = chunk.subarray(position - begins, end - begins)
      if (first.length === length) return first
      const bytes = new Uint8Array(length)
      bytes.set(first)
      for (let filled = first.length; filled < length;) {
        await advance(position + filled, end)
        const part = chunk.subarray(position + filled - begins, end - begins)
        bytes.set(part, filled)
        filled += part.length
      }
      return bytes
    },
    async close() {
      raw.destroy()
      unpack.destroy()
      await handle.close()
    },
  }
}

const endsEarly = (path: string, expected: number, found: number): StudioError =>
  problemError('data', 'bytesEndEarly', { expected, found }, { where: path })

/** Converts errors of the file system or zlib to readable ones. */
async function readable<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = error instanceof Error ? errnoOf(error) : undefined
    if (error instanceof StudioError || !(error instanceof Error) || code === undefined) throw error
    const at = { where: path, cause: error }
    const why = error.message
    if (code.startsWith('Z_')) throw problemError('data', 'packedDataCorrupt', { why }, at)
    if (code === 'ENOENT') throw problemError('data', 'dataFileMissing', {}, at)
    if (code.startsWith('E')) throw problemError('data', 'dataFileUnreadable', { why }, at)
    throw error
  }
}
