import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { ZipFile } from 'yauzl'
import { fromFdPromise, type Entry } from 'yauzl'
import { problemError, StudioError } from '../../../contract/errors'
import { openFile, wholeFile, type Extent } from '../arrays/extent'
import { zipFault } from '../zip-fault'
import { readNpyHeader, type NpyArray } from './npy-header'

/** An array that has not been opened. */
export interface Member {
  /** Without `.npy`. */
  name: string
  open(signal: AbortSignal): Promise<NpyArray>
}

/** Many times the number of any data set, and still listed quickly. */
const MAX_MEMBERS = 10_000
const STORED = 0
const DEFLATED = 8

/**
 * Lists the arrays of a npz archive, without reading them.
 *
 * @throws StudioError `data` if the archive is damaged, or has an implausible number of members
 */
export async function membersOfNpz(path: string): Promise<Member[]> {
  const { handle } = await openFile(path)
  try {
    const zip = await fromFdPromise(handle.fd, { autoClose: false })
    const { entryCount } = zip
    if (entryCount > MAX_MEMBERS) {
      const given = { count: entryCount, most: MAX_MEMBERS }
      throw problemError('data', 'npzTooManyMembers', given, { where: path })
    }
    const members = new Map<string, Member>()
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith('.npy')) continue
      const member = await memberOf(path, zip, entry)
      if (members.has(member.name)) {
        throw problemError('data', 'npzMemberTwice', { name: member.name }, { where: path })
      }
      members.set(member.name, member)
    }
    return [...members.values()]
  } catch (cause) {
    if (cause instanceof StudioError || !(cause instanceof Error)) throw cause
    throw problemError('data', 'npzDamaged', { why: zipFault(cause) }, { where: path, cause })
  } finally {
    await handle.close()
  }
}

async function memberOf(path: string, zip: ZipFile, entry: Entry): Promise<Member> {
  const name = entry.fileName.slice(0, -'.npy'.length)
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true })
  const { compressedSize, uncompressedSize, compressionMethod: method } = entry
  const encrypted = entry.isEncrypted()
  return {
    name,
    async open(signal) {
      if (encrypted) throw problemError('data', 'npzMemberEncrypted', { name }, { where: path })
      if (method !== STORED && method !== DEFLATED) {
        throw problemError(
          'data',
          'npzMemberMethod',
          { name, method: String(method) },
          { where: path },
        )
      }
      const packed = method === STORED ? 'no' : 'deflate'
      const bytes: Extent = { path, start: fileDataStart, length: compressedSize, packed }
      return readNpyHeader(bytes, name, uncompressedSize, signal)
    },
  }
}

/**
 * Lists a npy file and those beside it whose names `belongs` accepts.
 *
 * @param belongs decides by a name without `.npy`
 */
export async function membersOfNpy(
  path: string,
  belongs: (name: string) => boolean,
): Promise<Member[]> {
  const folder = dirname(path)
  const names = await readdir(folder).catch(() => [])
  const others = names.filter(
    (name) => name.endsWith('.npy') && name !== basename(path) && belongs(withoutExtension(name)),
  )
  return [basename(path), ...others.sort()].map((file) => ({
    name: withoutExtension(file),
    async open(signal) {
      const bytes: Extent = { ...(await wholeFile(join(folder, file))), packed: 'no' }
      return readNpyHeader(bytes, file, bytes.length, signal)
    },
  }))
}

export const withoutExtension = (name: string): string => name.replace(/\.np[yz]$/i, '')
