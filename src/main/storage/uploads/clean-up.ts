import { rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { readJournal } from '../datasets/journal'
import { stagedId, stagingDirectory } from '../datasets/paths'
import { onDisk } from '../files/disk-errors'
import { listFolder } from '../files/list-folder'
import { isUploadId, sizeOf, uploadAt, uploadFiles, uploadsDirectory } from './upload-files'

const DAY_MS = 86_400_000
/** Days for which an unfinished upload can be continued. */
const UNFINISHED_DAYS = 7
/** Days for which a complete file waits for its import, as while its preparation is chosen. */
const COMPLETE_DAYS = 1

/**
 * Removes unfinished uploads of more than a week ago, and complete ones of more than a day ago that
 * no import needs. An upload that cannot be judged is kept.
 *
 * @param datasetsDir the folder of the user's data sets, with the imports in progress
 * @returns the ids of the removed uploads
 * @throws StudioError `storage`
 */
export async function removeOldUploads(
  root: string,
  datasetsDir: string,
  now = Date.now(),
): Promise<string[]> {
  const removed: string[] = []
  const needed = await importSources(datasetsDir)
  for (const { name: id } of await listFolder(uploadsDirectory(root), 'read the uploads')) {
    if (!isUploadId(id)) continue
    const folder = join(resolve(uploadsDirectory(root)), id)
    if (!(await isExpired(root, id, folder, needed, now).catch(() => false))) continue
    await removeFolder(folder)
    removed.push(id)
  }
  return removed
}

async function isExpired(
  root: string,
  id: string,
  folder: string,
  needed: ReadonlySet<string> | undefined,
  now: number,
): Promise<boolean> {
  const files = await uploadFiles(root, id).catch(() => undefined)
  const olderThan = async (path: string, days: number): Promise<boolean> =>
    now - (await stat(path)).mtimeMs > days * DAY_MS
  if (files === undefined) return olderThan(folder, UNFINISHED_DAYS)
  const { complete, part } = files
  if ((await sizeOf(complete)) === undefined) {
    const begun = (await sizeOf(part)) !== undefined
    return olderThan(begun ? part : folder, UNFINISHED_DAYS)
  }
  if (needed === undefined || needed.has(resolve(complete))) return false
  return olderThan(complete, COMPLETE_DAYS)
}

/**
 * True if an import that is not complete reads from a path, or if one of the imports cannot be read.
 *
 * @throws StudioError `data`
 */
export async function isNeeded(path: string, datasetsDir: string): Promise<boolean> {
  return (await importSources(datasetsDir))?.has(resolve(path)) ?? true
}

/**
 * The paths from which imports that are not complete read; undefined if one of them cannot be
 * known.
 */
async function importSources(datasetsDir: string): Promise<ReadonlySet<string> | undefined> {
  const sources = new Set<string>()
  for (const { name } of await listFolder(datasetsDir, 'read the imports', 'data')) {
    const id = stagedId(name)
    if (id === undefined) continue
    const journal = await readJournal(stagingDirectory(datasetsDir, id)).catch(() => undefined)
    if (journal === undefined) return undefined
    sources.add(resolve(journal.request.source.path))
  }
  return sources
}

/**
 * Removes the upload that a path belongs to, as after its import; any other path is left alone.
 *
 * @returns true if it was an upload's
 * @throws StudioError `storage`
 */
export async function releaseUpload(root: string, path: string): Promise<boolean> {
  if (uploadAt(root, path) === undefined) return false
  await removeFolder(dirname(resolve(path)))
  return true
}

const removeFolder = (folder: string): Promise<void> =>
  onDisk('remove the upload', folder, () => rm(folder, { recursive: true, force: true }))
