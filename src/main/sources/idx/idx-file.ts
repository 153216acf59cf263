import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { problemError, StudioError } from '../../../contract/errors'
import { errnoOf } from '../../disk/errno'
import { openGuarded } from '../../disk/guarded'
import { headerLength, parseIdxHeader, trailing, truncated, type Idx, type IdxHeader } from './idx'

/** An IDX file with the SHA-256, in hex, of its uncompressed bytes including the header. */
export interface IdxFile extends Idx {
  sha256: string
}

interface ByteSource {
  chunks: AsyncIterator<Uint8Array>
  /** Upper bound of the uncompressed bytes; exact unless the file is compressed. */
  maxBytes: number
}

const CHUNK_BYTES = 1 << 20

/** Maximum size of a file, with room for headers and gzip overhead. */
const MAX_FILE_BYTES = 2 ** 31 + CHUNK_BYTES

/** Deflate compresses at most 258 bytes into 2 bits (RFC 1951; zlib's manual gives 1032:1). */
const DEFLATE_BEST_RATIO = 1032

/** Receives the elements of an IDX file in chunks of any length. */
export interface Sink {
  take(elements: Uint8Array): void
}

export interface Streamed<S extends Sink> {
  dims: number[]
  /** SHA-256, in hex, of the uncompressed bytes including the header. */
  sha256: string
  sink: S
}

/**
 * Streams an IDX file, plain or gzip (detected by its first bytes, not its name), holding only one
 * chunk in memory, however large the uncompressed data.
 *
 * @param begin called with the header before any element is read; may throw to reject it
 * @throws StudioError `data`: unreadable, damaged gzip, or as `parseIdx`; and what `begin` throws
 */
export function streamIdxFile<S extends Sink>(
  path: string,
  begin: (header: IdxHeader) => S,
): Promise<Streamed<S>> {
  return withBytes(path, async (source) => {
    const hash = createHash('sha256')
    const { header, head } = await readHeader(source, path)
    const sink = begin(header)
    let length = 0
    const take = (bytes: Uint8Array): void => {
      length += bytes.length
      if (length > header.dataBytes) throw trailing(header, length, path)
      sink.take(bytes)
    }
    hash.update(head)
    take(head.subarray(header.headerBytes))
    for (let next = await source.chunks.next(); !next.done; next = await source.chunks.next()) {
      hash.update(next.value)
      take(next.value)
    }
    if (length < header.dataBytes) throw truncated(header, length, path)
    return { dims: header.dims, sha256: hash.digest('hex'), sink }
  })
}

/**
 * Reads a whole IDX file into memory. Allocates nothing if the file is too small for its declared
 * elements.
 *
 * @returns `data` in an unshared buffer
 * @throws StudioError `data`: unreadable, damaged gzip, or as `parseIdx`
 */
export async function readIdxFile(path: string): Promise<IdxFile> {
  const { dims, sha256, sink } = await streamIdxFile(path, wholeFile)
  return { dims, sha256, data: sink.data }
}

/** A sink that keeps all elements. */
export function wholeFile({ dataBytes }: IdxHeader): Sink & { data: Uint8Array } {
  const data = new Uint8Array(dataBytes)
  let filled = 0
  return {
    data,
    take(elements) {
      data.set(elements, filled)
      filled += elements.length
    },
  }
}

/**
 * Reads only the header of an IDX file, plain or gzip; only the start of a gzip is unpacked.
 *
 * @throws StudioError `data`: unreadable, damaged at its start, a bad header, or too small for its
 *   declared elements
 */
export function readIdxFileHeader(path: string): Promise<IdxHeader> {
  return withBytes(path, async (source) => (await readHeader(source, path)).header)
}

/** Reads chunks until the header is complete; `head` is everything read. */
async function readHeader(
  source: ByteSource,
  path: string,
): Promise<{ header: IdxHeader; head: Uint8Array }> {
  let head: Uint8Array = new Uint8Array(0)
  while (head.length < headerLength(head)) {
    const next = await source.chunks.next()
    if (next.done) break
    head = Buffer.concat([head, next.value])
  }
  const header = parseIdxHeader(head, path)
  const most = source.maxBytes - header.headerBytes
  if (header.dataBytes > most) throw truncated(header, most, path)
  return { header, head }
}

async function withBytes<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const opened: Readable[] = []
  let handle: FileHandle | undefined
  try {
    const file = await openGuarded(path, { maxBytes: MAX_FILE_BYTES, code: 'data' })
    handle = file.handle
    const { size } = file.stats
    const compressed = await isGzip(handle)
    const raw = handle.createReadStream({ start: 0, highWaterMark: CHUNK_BYTES, autoClose: false })
    opened.push(raw)
    if (!compressed) return await use({ chunks: iterate(raw), maxBytes: size })
    const gunzip = createGunzip({ chunkSize: CHUNK_BYTES })
    opened.push(gunzip)
    // An error of either stream surfaces where the last one is read.
    pipeline(raw, gunzip, () => undefined)
    return await use({ chunks: iterate(gunzip), maxBytes: size * DEFLATE_BEST_RATIO })
  } catch (error) {
    throw asDataError(error, path)
  } finally {
    for (const stream of opened) stream.destroy()
    await handle?.close()
  }
}

const iterate = (stream: Readable): AsyncIterator<Uint8Array> => stream[Symbol.asyncIterator]()

async function isGzip(handle: FileHandle): Promise<boolean> {
  const magic = new Uint8Array(2)
  await handle.read(magic, 0, 2, 0)
  return magic[0] === 0x1f && magic[1] === 0x8b
}

/** Converts errors of the file system or zlib to readable ones. */
function asDataError(error: unknown, path: string): unknown {
  if (error instanceof StudioError || !(error instanceof Error)) return error
  const code = errnoOf(error) ?? ''
  const at = { where: path, cause: error }
  if (code === 'Z_BUF_ERROR') {
    return problemError('data', 'gzipCutShort', {}, at)
  }
  if (code.startsWith('Z_')) {
    return problemError('data', 'gzipCorrupt', { why: error.message }, at)
  }
  if (code === 'ENOENT') return problemError('data', 'dataFileMissing', {}, at)
  return problemError('data', 'dataFileUnreadable', { why: error.message }, at)
}
