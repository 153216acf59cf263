import fs from 'node:fs'
import { join, posix, sep } from 'node:path'
import { problemError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { errnoOf } from '../../disk/errno'
import { mapOrdered } from '../map-ordered'
import type { OpenContext } from '../source'
import { isTable } from './labels-file'
import { emptyListing, MAX_FILES, MAX_PICTURE_BYTES, sortListing } from './listing'
import type { ListedFile, Listing } from './listing'
import { compareNames, isLitter, isSystemLitter, kindOfName } from './names'

/** A file in a folder. */
export interface FolderFile extends ListedFile {
  /** Relative, as the system spells it. */
  path: string
}

const MAX_DEPTH = 32
const CONCURRENCY = 16

/**
 * Lists the files below a folder. Links are followed to files inside the folder only; what cannot
 * be a picture is not opened.
 *
 * @throws StudioError `data` if the folder cannot be read, is nested too deeply, or has too many
 *   files; the signal's reason if aborted
 */
export async function listPictures(
  root: string,
  { signal, listed }: OpenContext,
): Promise<Listing<FolderFile>> {
  const listing = emptyListing<FolderFile>()
  const realRoot = await fs.promises.realpath(root)
  const waiting = [{ path: '', depth: 0 }]
  let seen = 0
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const { path, depth } = folder
    const entries = await entriesOf(root, path, listing)
    seen += entries.length
    if (seen > MAX_FILES) {
      throw problemError('data', 'folderTooManyFiles', { most: MAX_FILES }, { where: root })
    }
    const inspect = (entry: fs.Dirent) => inspectEntry(root, realRoot, path, entry)
    for await (const found of mapOrdered(entries, { concurrency: CONCURRENCY, signal }, inspect)) {
      if (!('folder' in found)) addTo(listing, found)
      else if (depth < MAX_DEPTH) waiting.push({ path: found.folder, depth: depth + 1 })
      else {
        const where = join(root, found.folder)
        throw problemError('data', 'foldersTooDeep', { most: MAX_DEPTH }, { where })
      }
    }
    listed?.(listing.files.length)
  }
  return sortListing(listing)
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

type Inspected = FolderFile | { folder: string } | { skipped: string }

function addTo(listing: Listing<FolderFile>, found: FolderFile | { skipped: string }): void {
  if ('skipped' in found) {
    if (isSystemLitter(posix.basename(found.skipped))) return
    const archive = kindOfName(found.skipped) === 'archive' && !isLitter(found.skipped)
    listing[archive ? 'archives' : 'others'].add(found.skipped)
  } else if (isTable(found.name)) listing.tables.push(found)
  else listing.files.push(found)
}

async function inspectEntry(
  root: string,
  realRoot: string,
  folder: string,
  entry: fs.Dirent,
): Promise<Inspected> {
  const path = folder === '' ? entry.name : `${folder}/${entry.name}`
  if (isLitter(entry.name)) return { skipped: path }
  const full = join(root, path)
  try {
    const stats = await fs.promises.lstat(full)
    if (stats.isDirectory()) return { folder: path }
    const kind = kindOfName(entry.name)
    const wanted = kind === 'picture' || kind === 'unknown' || isTable(entry.name)
    if (stats.isSymbolicLink()) return await followed(full, realRoot, path, wanted)
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
  realRoot: string,
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
  if (!target.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)) {
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
