import { readdir, rm, rmdir, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { unlessMissing } from '../../../disk/errno'
import { onDisk } from '../../../storage/files/disk-errors'
import { sweepTemporaries } from '../../../storage/files/atomic'
import { withDocumentLock } from '../../../storage/locks/lock'
import { downloadLock } from './obtain'
import type { KnownSet } from './known-set'

/*
 * Files of known data sets that are still in the folder for downloads. Only names that downloads
 * and copies write there count: nothing else is ever removed.
 */

/** Days for which an unfinished download can be continued. */
const UNFINISHED_DAYS = 30
const DAY_MS = 86_400_000

/** The folder of all downloads in a data folder. */
export const downloadsDirectory = (root: string): string => join(root, 'downloads')

/** The sets whose files are in the same folder, this one included. */
export const sharing = ({ folder }: KnownSet, sets: readonly KnownSet[]): KnownSet[] =>
  sets.filter((set) => set.folder === folder)

const unfinishedNames = ({ files }: KnownSet): string[] =>
  files.flatMap(({ name }) => [`${name}.part`, `${name}.part.json`])

/** The names of all files and folders that obtaining a set may leave in its folder. */
const ownNames = (set: KnownSet): string[] => [
  ...set.files.flatMap(({ name }) => [name, name.replace(/\.gz$/, '')]),
  ...unfinishedNames(set),
  ...(set.archive === undefined ? [] : [set.key]),
]

/** The paths of a set's files, and of those of the other sets in its folder. */
const ownPaths = (set: KnownSet, sets: readonly KnownSet[], downloads: string): string[] => [
  ...new Set(
    sharing(set, sets)
      .flatMap(ownNames)
      .map((name) => join(downloads, set.folder, name)),
  ),
]

/**
 * Counts the bytes of a set's files that are still there, including those of the other sets in its
 * archive.
 */
export async function keptBytes(
  set: KnownSet,
  sets: readonly KnownSet[],
  downloads: string,
): Promise<number> {
  const sizes = await Promise.all(ownPaths(set, sets, downloads).map(bytesAt))
  return sizes.reduce((sum, bytes) => sum + bytes, 0)
}

/** Bytes of a file, or of the files in a folder; 0 if there is none. */
async function bytesAt(path: string): Promise<number> {
  return onDisk('read the downloaded files', path, async () => {
    const found = await unlessMissing(stat(path))
    if (found?.isDirectory() !== true) return found?.size ?? 0
    const inside = await readdir(path)
    const sizes = await Promise.all(
      inside.map(async (name) => (await unlessMissing(stat(join(path, name))))?.size ?? 0),
    )
    return sizes.reduce((sum, bytes) => sum + bytes, 0)
  })
}

/**
 * Deletes a set's files, including those of the other sets in its archive.
 *
 * @returns the bytes that were deleted
 * @throws StudioError `storage`, also if another process is downloading them
 */
export async function deleteKept(
  set: KnownSet,
  sets: readonly KnownSet[],
  downloads: string,
): Promise<number> {
  const folder = join(downloads, set.folder)
  if ((await unlessMissing(stat(folder))) === undefined) return 0
  const deleted = await withDocumentLock(
    downloadLock(folder),
    async () => {
      const bytes = await keptBytes(set, sets, downloads)
      for (const path of ownPaths(set, sets, downloads)) await remove(path)
      await sweepTemporaries(folder, 0)
      return bytes
    },
    0,
  )
  // A folder that contains other files stays.
  await rmdir(folder).catch(() => undefined)
  return deleted
}

/**
 * Deletes the files of a set that has been added, except an archive that others need.
 *
 * @param source the path from which it was imported
 * @throws StudioError `storage`
 */
export async function releaseKept(
  added: { known: string; source: string },
  sets: readonly KnownSet[],
  downloads: string,
): Promise<void> {
  const set = setAt(added.source, sets, downloads)
  if (set === undefined || set.key !== added.known) return
  if (sharing(set, sets).length === 1) await deleteKept(set, sets, downloads)
  else if (set.archive !== undefined) await remove(join(downloads, set.folder, set.key))
}

const remove = (path: string): Promise<void> =>
  onDisk('delete the downloaded files', path, () => rm(path, { recursive: true, force: true }))

/** Removes downloads that nobody has continued for a month. @throws StudioError `storage` */
export async function removeOldParts(
  sets: readonly KnownSet[],
  downloads: string,
  now = Date.now(),
): Promise<void> {
  for (const set of sets) {
    for (const name of unfinishedNames(set)) {
      const path = join(downloads, set.folder, name)
      const found = await unlessMissing(stat(path))
      if (found !== undefined && now - found.mtimeMs > UNFINISHED_DAYS * DAY_MS) await remove(path)
    }
  }
}

/** The set whose files a path leads to; undefined for a path outside the downloads. */
export function setAt(
  path: string,
  sets: readonly KnownSet[],
  downloads: string,
): KnownSet | undefined {
  const [folder, key] = relative(resolve(downloads), resolve(path)).split(sep)
  const there = sets.filter((set) => set.folder === folder)
  return there.find((set) => set.key === key) ?? there[0]
}
