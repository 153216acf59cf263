import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { crc32, createInflateRaw, inflateRaw } from 'node:zlib'
import { StudioError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import { errnoOf } from '../../disk/errno'
import { readFrom } from '../../disk/guarded'
import { refusal } from '../../image/picture-header'
import { whyUnreadable } from './folder-listing'
import { DEFLATED } from './zip-listing'
import type { ZipEntry } from './zip-listing'

const unpack = promisify(inflateRaw)

const HEADER_BYTES = 30
const SIGNATURE = 0x04034b50
/** Room for a usual name and extra fields, to read them with the data. */
const GUESSED_BYTES = 512

/**
 * Reads an entry: at most as many bytes as it declares.
 *
 * @throws StudioError `data` if it is damaged, or longer or shorter than declared
 */
export async function readEntry(handle: FileHandle, entry: ZipEntry): Promise<Buffer> {
  return readable(entry, async () => {
    const stored = await storedBytes(handle, entry, entry.compressedSize)
    const bytes = entry.method === DEFLATED ? await unpackedBytes(stored, entry) : stored
    if (bytes.length !== entry.size) throw wrongSize()
    if (crc32(bytes) !== entry.crc) throw refusal(notice('zipEntryDamaged', {}), undefined)
    return bytes
  })
}

/** Reads the first bytes of an entry, or all of a shorter one; throws as {@link readEntry}. */
export async function readEntryHead(
  handle: FileHandle,
  entry: ZipEntry,
  bytes: number,
): Promise<Buffer> {
  return readable(entry, async () => {
    // What does not get shorter is stored, with a few bytes per block.
    const most = Math.min(entry.compressedSize, bytes + GUESSED_BYTES)
    const stored = await storedBytes(handle, entry, most)
    if (entry.method !== DEFLATED) return stored.subarray(0, bytes)
    const parts: Buffer[] = []
    let length = 0
    const unpacking = Readable.from([stored]).pipe(createInflateRaw())
    try {
      for await (const part of unpacking as AsyncIterable<Buffer>) {
        parts.push(part)
        length += part.length
        if (length >= bytes) break
      }
    } catch (error) {
      // The stored bytes end in the middle, as intended.
      if (errnoOf(error) !== 'Z_BUF_ERROR') throw error
    }
    return Buffer.concat(parts).subarray(0, bytes)
  })
}

/** The first `length` bytes of an entry as they are stored. */
async function storedBytes(handle: FileHandle, entry: ZipEntry, length: number): Promise<Buffer> {
  const first = await readFrom(handle, HEADER_BYTES + GUESSED_BYTES + length, entry.offset)
  if (first.length < HEADER_BYTES || first.readUInt32LE(0) !== SIGNATURE) throw damaged()
  // Its own name and extra fields may differ in length from those in the list of entries.
  const start = HEADER_BYTES + first.readUInt16LE(26) + first.readUInt16LE(28)
  const bytes =
    start + length <= first.length
      ? first.subarray(start, start + length)
      : await readFrom(handle, length, entry.offset + start)
  if (bytes.length < length) throw damaged()
  return bytes
}

async function unpackedBytes(stored: Buffer, { size }: ZipEntry): Promise<Buffer> {
  try {
    return await unpack(stored, { maxOutputLength: Math.max(1, size) })
  } catch (error) {
    if (errnoOf(error) === 'ERR_BUFFER_TOO_LARGE') throw wrongSize()
    throw error
  }
}

async function readable<T>(entry: ZipEntry, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof StudioError) throw error
    if (errnoOf(error)?.startsWith('Z_')) throw damaged()
    throw refusal(whyUnreadable(error, entry.name), undefined)
  }
}

const damaged = (): StudioError => refusal(notice('zipEntryDamaged', {}), undefined)
const wrongSize = (): StudioError => refusal(notice('zipWrongSize', {}), undefined)
