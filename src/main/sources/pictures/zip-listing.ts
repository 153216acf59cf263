import { setImmediate } from 'node:timers/promises'
import { fromRandomAccessReaderPromise, getFileNameLowLevel } from 'yauzl'
import type { Entry, ZipFile } from 'yauzl'
import type { FileHandle } from 'node:fs/promises'
import { problemError, StudioError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { readFrom } from '../../disk/guarded'
import type { OpenContext } from '../source'
import { zipFault } from '../zip-fault'
import { isTable } from './labels-file'
import { emptyListing, MAX_FILES, MAX_PICTURE_BYTES, sortListing } from './listing'
import type { ListedFile, Listing } from './listing'
import { isLitter, isSystemLitter, kindOfName } from './names'
import { ListReader } from './zip-reader'

/** An entry of a zip file. */
export interface ZipEntry extends ListedFile {
  /** Position of its own header. */
  offset: number
  compressedSize: number
  /** {@link STORED} or {@link DEFLATED}, unless it is refused. */
  method: number
  crc: number
}

export const STORED = 0
export const DEFLATED = 8

const ENTRY_BYTES = 46
/** Bytes of all names together. */
const MAX_NAME_BYTES = 2 ** 28
const ENTRIES_AT_ONCE = 4096
/**
 * The most that entries may have together, in sizes of the file: a little more than 1 for the lies of
 * single entries, and far less than bombs have whose entries share their data.
 */
const MOST_SHARED = 3
/** Deflate makes data that it cannot compress a little longer. */
const MAX_COMPRESSED_BYTES = MAX_PICTURE_BYTES + 2 ** 16

const UTF8 = new TextDecoder('utf-8', { fatal: true })
const UTF8_FLAG = 0x800
const [TYPE, REGULAR, FOLDER, LINK] = [0o170000, 0o100000, 0o040000, 0o120000]

/**
 * Lists the entries of a zip file.
 *
 * @throws StudioError `data` if it is no zip file, is damaged, or has too many entries; the
 *   signal's reason if aborted
 */
export async function listZip(
  { handle, path, bytes }: { handle: FileHandle; path: string; bytes: number },
  { signal, listed }: OpenContext,
): Promise<Listing<ZipEntry>> {
  const zip = await openZip(handle, path, bytes)
  const listing = emptyListing<ZipEntry>()
  const names = new Set<string>()
  let [seen, nameBytes, packedBytes] = [0, 0, 0]
  try {
    for await (const entry of zip.eachEntry()) {
      nameBytes += entry.fileNameRaw.length
      if (nameBytes > MAX_NAME_BYTES) throw tooMany(zip.entryCount, path)
      packedBytes += Math.min(entry.compressedSize, bytes)
      if (packedBytes > MOST_SHARED * bytes) throw overlapping(path)
      add(listing, names, entry)
      if (++seen % ENTRIES_AT_ONCE > 0) continue
      signal.throwIfAborted()
      listed?.(listing.files.length)
      // Entries in memory are listed without waiting for anything.
      await setImmediate()
    }
    await requireEnd(zip, handle, path)
  } catch (error) {
    throw signal.aborted ? signal.reason : damaged(error, path)
  }
  return sortListing(listing)
}

async function openZip(handle: FileHandle, path: string, bytes: number): Promise<ZipFile> {
  const options = { autoClose: false, decodeStrings: false, validateEntrySizes: false }
  let zip: ZipFile
  try {
    zip = await fromRandomAccessReaderPromise(new ListReader(handle), bytes, options)
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('End of central directory')) {
      throw await withoutDirectory(handle, path)
    }
    throw damaged(error, path)
  }
  const { entryCount } = zip
  if (entryCount > MAX_FILES) throw tooMany(entryCount, path)
  if (entryCount * ENTRY_BYTES > bytes) {
    throw damaged(notice('zipTooShort', { count: entryCount }), path)
  }
  return zip
}

/** @throws StudioError `data` if another entry follows the last one that was declared */
async function requireEnd(zip: ZipFile, handle: FileHandle, path: string): Promise<void> {
  // yauzl's types are wrong here: readEntryCursor is a number, the position in the file.
  const cursor = Number(zip.readEntryCursor)
  if (cursor + ENTRY_BYTES > zip.fileSize) return
  const next = await readFrom(handle, 4, cursor)
  if (next.toString('latin1') !== 'PK\x01\x02') return
  throw damaged(notice('zipMoreEntries', { count: zip.entryCount }), path)
}

/** A file that begins like a zip file has lost its end, where the list of entries is. */
async function withoutDirectory(handle: FileHandle, path: string): Promise<unknown> {
  const head = Buffer.alloc(4)
  await handle.read(head, 0, 4, 0)
  return head.toString('latin1') === 'PK\x03\x04'
    ? damaged(notice('zipEndMissing', {}), path)
    : problemError('data', 'zipNotAZip', {}, { where: path })
}

function damaged(fault: unknown, path: string): unknown {
  if (fault instanceof StudioError) return fault
  const isError = fault instanceof Error
  const why = isError ? zipFault(fault) : (fault as Notice)
  const cause = isError ? { cause: fault } : {}
  return problemError('data', 'zipDamaged', { why }, { where: path, ...cause })
}

const overlapping = (path: string): Error =>
  problemError('data', 'zipOverlapping', {}, { where: path })

const tooMany = (count: number, path: string): Error =>
  problemError('data', 'zipTooManyEntries', { count, most: MAX_FILES }, { where: path })

function add(listing: Listing<ZipEntry>, names: Set<string>, entry: Entry): void {
  const name = nameOf(entry)
  if (name.endsWith('/')) return
  const segments = name.split('/')
  const file = segments[segments.length - 1] ?? ''
  const kind = kindOfName(file)
  if (segments.some(isLitter) && !segments.includes('..')) {
    if (!segments.some(isSystemLitter)) listing.others.add(name)
  } else if (isTable(file)) addOnce(listing.tables, names, toEntry(entry, name))
  else if (kind === 'picture' || kind === 'unknown') {
    addOnce(listing.files, names, toEntry(entry, name))
  } else listing[kind === 'archive' ? 'archives' : 'others'].add(name)
}

function addOnce(files: ZipEntry[], names: Set<string>, entry: ZipEntry): void {
  const again = names.has(entry.name)
  names.add(entry.name)
  files.push(again ? { ...entry, refused: notice('zipSameName', {}) } : entry)
}

function toEntry(entry: Entry, name: string): ZipEntry {
  const refused = whyRefused(entry, name)
  return {
    name: name.normalize('NFC'),
    size: entry.uncompressedSize,
    version: `${entry.crc32} ${entry.relativeOffsetOfLocalHeader}`,
    offset: entry.relativeOffsetOfLocalHeader,
    compressedSize: entry.compressedSize,
    method: entry.compressionMethod,
    crc: entry.crc32,
    ...(refused === undefined ? {} : { refused }),
  }
}

/** Names without the UTF-8 flag may be UTF-8 nevertheless, as macOS writes them; else CP437. */
function nameOf(entry: Entry): string {
  const { generalPurposeBitFlag: flags, extraFields } = entry
  const raw = entry.fileNameRaw
  let isUtf8 = (flags & UTF8_FLAG) !== 0
  try {
    if (!isUtf8) UTF8.decode(raw)
    isUtf8 = true
  } catch {
    isUtf8 = false
  }
  return getFileNameLowLevel(isUtf8 ? flags | UTF8_FLAG : flags, raw, extraFields, false)
}

function whyRefused(entry: Entry, name: string): Notice | undefined {
  // The upper half of the attributes is the mode of a file on Unix.
  const type = (entry.externalFileAttributes >>> 16) & TYPE
  if (leadsOutside(name)) return notice('zipUnsafeName', {})
  if (type === LINK) return notice('zipLink', {})
  if (type !== 0 && type !== REGULAR && type !== FOLDER) {
    return notice('pictureNotAFile', { kind: 'device' })
  }
  if (entry.isEncrypted()) return notice('zipEncrypted', {})
  const { compressionMethod: method, uncompressedSize: bytes, compressedSize } = entry
  if (method !== STORED && method !== DEFLATED) {
    return notice('zipOtherCompression', { method: String(method) })
  }
  if (bytes > MAX_PICTURE_BYTES) {
    return notice('pictureFileTooLarge', { bytes, most: MAX_PICTURE_BYTES })
  }
  const wrong = method === STORED ? compressedSize !== bytes : compressedSize > MAX_COMPRESSED_BYTES
  return wrong ? notice('zipWrongSize', {}) : undefined
}

/** Nothing is written by these names, but a zip file with one is not to be trusted. */
const leadsOutside = (name: string): boolean =>
  name.startsWith('/') ||
  /^[a-z]:/i.test(name) ||
  name.includes('\0') ||
  name.split('/').includes('..')
