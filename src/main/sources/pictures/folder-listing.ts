import fs from 'node:fs'
import { join, posix, sep } from 'node:path'
import { problemError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { errnoOf } from '../../disk/errno'
import { specialFileSystem } from '../../disk/special-file-system'
import { mapOrdered } from '../map-ordered'
import type { OpenContext } from '../source'
import { isTable } from './labels-file'
import { emptyListing, MAX_DEPTH, MAX_FILES, MAX_PICTURE_BYTES, sortListing } from './listing'
import type { ListedFile, Listing } from './listing'
import { compareNames, isLitter, isSystemLitter, kindOfName } from './names'

/** A file in a folder. */
export interface FolderFile extends ListedFile {
  /** Relative, as the system spells it. */
  path: string
}

const CONCURRENCY = 16

/** The folder that is listed. */
interface Root {
  path: string
  /** The path with all links resolved. */
  real: string
  /** The name of a device's file system, if that is a special one. */
  special(device: number, path: string): Promise<string | undefined>
}

/** A folder that was found and is to be listed. */
interface Waiting {
  /** Relative to the root; empty for the root. */
  path: string
  depth: number
  /** The number of the device that it is on. */
  device: number
}

/**
 * Lists the files below a folder. Links are followed to files inside the folder only; what cannot
 * be a picture is not opened. Folders nested too deeply are left out, and so are those of special
 * file systems.
 *
 * @throws StudioError `data` if the folder cannot be read, or has too many files; the signal's reason
 *   if aborted
 */
export async function listPictures(
  path: string,
  { signal, listed, enough = () => false }: OpenContext,
): Promise<Listing<FolderFile>> {
  const listing = emptyListing<FolderFile>()
  const root = await rootAt(path)
  const { dev } = await fs.promises.stat(path)
  const waiting: Waiting[] = [{ path: '', depth: 0, device: dev }]
  let seen = 0
  let looked = 0
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const inside = folder
    const entries = await entriesOf(path, inside.path, listing)
    seen += entries.length
    if (seen > MAX_FILES) {
      throw problemError('data', 'folderTooManyFiles', { most: MAX_FILES }, { where: path })
    }
    const inspect = (entry: fs.Dirent) => inspectEntry(root, inside, entry)
    for await (const found of mapOrdered(entries, { concurrency: CONCURRENCY, signal }, inspect)) {
      if (!('folder' in found)) {
        addTo(listing, found)
        if (!('special' in found)) looked++
      } else if (found.folder.depth > MAX_DEPTH) listing.tooDeep.add(found.folder.path)
      else waiting.push(found.folder)
      if (enough()) return sortListing({ ...listing, stoppedAt: looked })
    }
    listed?.(listing.files.length)
  }
  return sortListing(listing)
}

async function rootAt(path: string): Promise<Root> {
  const devices = new Map<number, Promise<string | undefined>>()
  return {
    path,
    real: await fs.promises.realpath(path),
    special(device, at) {
      const known = devices.get(device) ?? specialFileSystem(at)
      devices.set(device, known)
      return known
    },
  }
}

async function entriesOf(
  root: string,
  path: string,
  listing: Listing<FolderFile>,
): Promise<fs.Dirent[]> {
  try {
    const entries = await fs.promises.readdir(join(root, path), { withFileTypes: true })
    return entries.sort((a, b) => compareNames(a.name, b.name))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    if (path === '') {
      throw problemError('data', 'folderUnreadable', { why }, { where: root, cause: error })
    }
    addTo(listing, refusedFile(path, notice('folderUnreadable', { why: errnoOf(error) ?? why })))
    return []
  }
}

type Inspected = FolderFile | { folder: Waiting } | { special: string } | { skipped: string }

function addTo(listing: Listing<FolderFile>, found: Exclude<Inspected, { folder: Waiting }>): void {
  if ('special' in found) listing.special.add(found.special)
  else if ('skipped' in found) {
    if (isSystemLitter(posix.basename(found.skipped))) return
    const archive = kindOfName(found.skipped) === 'archive' && !isLitter(found.skipped)
    listing[archive ? 'archives' : 'others'].add(found.skipped)
  } else if (isTable(found.name)) listing.tables.push(found)
  else listing.files.push(found)
}

async function inspectEntry(root: Root, inside: Waiting, entry: fs.Dirent): Promise<Inspected> {
  const path = inside.path === '' ? entry.name : `${inside.path}/${entry.name}`
  if (isLitter(entry.name)) return { skipped: path }
  const full = join(root.path, path)
  try {
    const stats = await fs.promises.lstat(full)
    if (stats.isDirectory()) {
      const { dev: device } = stats
      const isMade = device !== inside.device && (await root.special(device, full)) !== undefined
      return isMade ? { special: path } : { folder: { path, depth: inside.depth + 1, device } }
    }
    const kind = kindOfName(entry.name)
    const wanted = kind === 'picture' || kind === 'unknown' || isTable(entry.name)
    if (stats.isSymbolicLink()) return await followed(full, root, path, wanted)
    const special = specialKind(stats)
    if (special !== undefined) {
      return refusedFile(path, notice('pictureNotAFile', { kind: special }))
    }
    return wanted ? usableFile(path, stats) : { skipped: path }
  } catch (error) {
    return refusedFile(path, whyUnreadable(error, entry.name))
  }
}

/** Resolves a symbolic link, whose target may be a file inside the folder only. */
async function followed(
  full: string,
  root: Root,
  path: string,
  wanted: boolean,
): Promise<Inspected> {
  let target: string
  try {
    target = await fs.promises.realpath(full)
  } catch (error) {
    if (!['ENOENT', 'ELOOP', 'ENOTDIR'].includes(errnoOf(error) ?? '')) throw error
    return wanted ? refusedFile(path, notice('pictureLinkBroken', {})) : { skipped: path }
  }
  const stats = await fs.promises.stat(target)
  if (stats.isDirectory()) return refusedFile(path, notice('pictureLinkToFolder', {}))
  if (!wanted) return { skipped: path }
  const special = specialKind(stats)
  if (special !== undefined) return refusedFile(path, notice('pictureNotAFile', { kind: special }))
  const { real } = root
  const isInside = target.startsWith(real.endsWith(sep) ? real : real + sep)
  if (!isInside || (await root.special(stats.dev, target)) !== undefined) {
    return refusedFile(path, notice('pictureLinkLeadsOutside', {}))
  }
  return usableFile(path, stats)
}

function specialKind(stats: fs.Stats): 'pipe' | 'socket' | 'device' | undefined {
  if (stats.isFile()) return undefined
  if (stats.isFIFO()) return 'pipe'
  return stats.isSocket() ? 'socket' : 'device'
}

function usableFile(path: string, stats: fs.Stats): FolderFile {
  const { size } = stats
  const file = { name: path.normalize('NFC'), path, size, version: versionOf(stats) }
  if (size <= MAX_PICTURE_BYTES || isTable(path)) return file
  return {
    ...file,
    refused: notice('pictureFileTooLarge', { bytes: size, most: MAX_PICTURE_BYTES }),
  }
}

/** Differs if a file has been written or replaced. */
export const versionOf = ({ mtimeMs }: fs.Stats): string => String(mtimeMs)

const refusedFile = (path: string, refused: Notice): FolderFile => ({
  name: path.normalize('NFC'),
  path,
  size: 0,
  version: '',
  refused,
})

/** Describes an error of the system about one file. */
export function whyUnreadable(error: unknown, name: string): Notice {
  const code = errnoOf(error)
  if (code === 'ENOENT') {
    // The system's name had bytes that are no text, so this name is not the file's.
    return name.includes('\uFFFD') ? notice('pictureNameNotText', {}) : notice('pictureGone', {})
  }
  return notice('pictureFileUnreadable', { why: code ?? String(error) })
}
