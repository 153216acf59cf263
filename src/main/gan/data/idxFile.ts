import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { problemError, StudioError } from '../../../contract/errors'
import { headerLength, parseIdxHeader, trailing, truncated, type Idx, type IdxHeader } from './idx'

/** An IDX file with the SHA-256, in hex, of its uncompressed bytes, header included. */
export interface IdxFile extends Idx {
  sha256: string
}

interface ByteSource {
  chunks: AsyncIterator<Uint8Array>
  /** The most uncompressed bytes that the file can hold: exact unless it is compressed. */
  mostBytes: number
}

const CHUNK_BYTES = 1 << 20

/** Deflate packs at best 258 bytes into 2 bits (RFC 1951; zlib's manual gives 1032:1). */
const DEFLATE_BEST_RATIO = 1032

/**
 * Reads an IDX file, plain or gzip (told by its first bytes, not by its name), in a stream:
 * memory holds one copy of the elements and a chunk, however much the gzip would unpack to,
 * and nothing is allocated for elements that a file of its size cannot hold.
 *
 * @returns `data` in a buffer of its own
 * @throws StudioError `data`: unreadable, damaged gzip, or as `parseIdx`
 */
export function readIdxFile(path: string): Promise<IdxFile> {
  return withBytes(path, async (source) => {
    const hash = createHash('sha256')
    const { header, head } = await readHeader(source, path)
    hash.update(head)
    const data = new Uint8Array(header.dataBytes)
    let filled = 0
    const take = (bytes: Uint8Array): void => {
      if (filled + bytes.length > data.length) throw trailing(header, filled + bytes.length, path)
      data.set(bytes, filled)
      filled += bytes.length
    }
    take(head.subarray(header.headerBytes))
    for (let next = await source.chunks.next(); !next.done; next = await source.chunks.next()) {
      hash.update(next.value)
      take(next.value)
    }
    if (filled < data.length) throw truncated(header, filled, path)
    return { dims: header.dims, data, sha256: hash.digest('hex') }
  })
}

/**
 * Reads only the header of an IDX file, plain or gzip; of a gzip only the first bytes are unpacked.
 *
 * @throws StudioError `data`: unreadable, damaged so far as it was read, a bad header, or a file
 * whose size shows that elements are missing
 */
export function readIdxFileHeader(path: string): Promise<IdxHeader> {
  return withBytes(path, async (source) => (await readHeader(source, path)).header)
}

/** Takes chunks until the header is complete; `head` is all that was taken. */
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
  const most = source.mostBytes - header.headerBytes
  if (header.dataBytes > most) throw truncated(header, most, path)
  return { header, head }
}

async function withBytes<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const opened: Readable[] = []
  try {
    const { size, compressed } = await inspect(path)
    const raw = createReadStream(path, { highWaterMark: CHUNK_BYTES })
    opened.push(raw)
    if (!compressed) return await use({ chunks: iterate(raw), mostBytes: size })
    const gunzip = createGunzip({ chunkSize: CHUNK_BYTES })
    opened.push(gunzip)
    // An error of either stream surfaces where the last one is read.
    pipeline(raw, gunzip, () => undefined)
    return await use({ chunks: iterate(gunzip), mostBytes: size * DEFLATE_BEST_RATIO })
  } catch (error) {
    throw readable(error, path)
  } finally {
    for (const stream of opened) stream.destroy()
  }
}

const iterate = (stream: Readable): AsyncIterator<Uint8Array> => stream[Symbol.asyncIterator]()

async function inspect(path: string): Promise<{ size: number; compressed: boolean }> {
  const file = await open(path)
  try {
    const stat = await file.stat()
    // Reading a pipe or a device might never end.
    if (!stat.isFile()) throw problemError('data', 'dataNotAFile', {}, { where: path })
    const magic = new Uint8Array(2)
    await file.read(magic, 0, 2, 0)
    return { size: stat.size, compressed: magic[0] === 0x1f && magic[1] === 0x8b }
  } finally {
    await file.close()
  }
}

/** What a person can make of an error of the file system or of zlib. */
function readable(error: unknown, path: string): unknown {
  if (error instanceof StudioError || !(error instanceof Error)) return error
  const code = 'code' in error ? String(error.code) : ''
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
