import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, join } from 'node:path'
import type { ImportRequest } from '../../../contract/datasets/import'
import { problemError, StudioError } from '../../../contract/errors'
import { unlessMissing } from '../../disk/errno'
import { makeDirectory } from '../../disk/make-directory'
import { removePublished, sweepTemporaries } from '../files/atomic'
import { onDisk } from '../files/disk-errors'
import { renameToFree, syncDirectory } from '../files/durable'
import { withTemporary } from '../files/temporaries'
import { isLocked, withDocumentLock } from '../locks/lock'
import { newJournal, writeJournal } from './journal'
import { stagedId, stagingDirectory } from './paths'

const MAX_ID = 60
/**
 * A file's name has at most 255 bytes; the names of locks and temporary files are longer than the
 * id.
 */
const MAX_ID_BYTES = 150
/** Names that Windows reserves for devices. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/

/** The folder name for a data set: the name's letters and digits, in lower case, with dashes. */
export function idFor(name: string): string {
  const dashed = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
  const id = beginning(dashed).replace(/^-+|-+$/g, '')
  if (DEVICE.test(id)) return `images-${id}`
  return id === '' ? 'images' : id
}

/** As much of a text as an id may have, cut between code points. */
function beginning(text: string): string {
  const kept: string[] = []
  let bytes = 0
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (kept.length === MAX_ID || bytes > MAX_ID_BYTES) break
    kept.push(character)
  }
  return kept.join('')
}

/**
 * Begins an import: creates a staging folder with a journal.
 *
 * @param taken whether a data set has this name already
 * @returns the import's id, which becomes the name of the data set's folder
 * @throws StudioError `storage`
 */
export async function createStaging(
  datasetsDir: string,
  request: ImportRequest,
  taken: (id: string) => boolean,
): Promise<string> {
  await makeDirectory(datasetsDir)
  const wanted = idFor(request.name)
  for (let n = 1; ; n++) {
    const id = n === 1 ? wanted : `${wanted}-${n}`
    const staging = stagingDirectory(datasetsDir, id)
    if (taken(id) || existsSync(join(datasetsDir, id)) || existsSync(staging)) continue
    if (await placeStaging(datasetsDir, basename(staging), request)) return id
  }
}

/** @returns false if the name has been taken in the meantime */
function placeStaging(dir: string, name: string, request: ImportRequest): Promise<boolean> {
  return onDisk('begin the import', join(dir, name), () =>
    withTemporary(dir, name, async (temporary) => {
      await makeDirectory(temporary)
      await writeJournal(temporary, newJournal(request))
      if (!(await renameToFree(temporary, join(dir, name)))) return false
      await syncDirectory(dir)
      return true
    }),
  )
}

/** The ids of the imports that are not complete. @throws StudioError `storage` */
export async function stagedIds(datasetsDir: string): Promise<string[]> {
  const entries = await onDisk('read the imports', datasetsDir, () =>
    unlessMissing(readdir(datasetsDir, { withFileTypes: true })),
  )
  // The locks beside the folders are files.
  const names = (entries ?? []).filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const ids = names.map((name) => stagedId(name) ?? '')
  return ids.filter((id) => id !== '').sort()
}

/** True if a running process is importing the data set. */
export const isImporting = (datasetsDir: string, id: string): Promise<boolean> =>
  isLocked(stagingDirectory(datasetsDir, id))

/**
 * Runs `work` on a staging folder while nothing else works on the folder.
 *
 * @param patience milliseconds to wait for others to end
 * @throws StudioError `usage` if another process is importing it; `storage` if that process is on
 *   another machine, or the disk fails
 */
export async function whileStaged<T>(
  datasetsDir: string,
  id: string,
  work: () => Promise<T>,
  patience: number,
): Promise<T> {
  try {
    return await withDocumentLock(stagingDirectory(datasetsDir, id), work, patience)
  } catch (error) {
    if (!isLockedHere(error)) throw error
    throw problemError('usage', 'importRunning', { id }, { cause: error })
  }
}

const isLockedHere = (error: unknown): boolean =>
  error instanceof StudioError &&
  error.problem?.code === 'documentLocked' &&
  error.problem.given['host'] === hostname()

/**
 * Removes an incomplete import and all that it has stored.
 *
 * @throws StudioError `usage` if another process is importing it, `storage`
 */
export async function removeStaging(datasetsDir: string, id: string): Promise<void> {
  const staging = stagingDirectory(datasetsDir, id)
  const remove = () => removePublished(datasetsDir, basename(staging))
  try {
    await whileStaged(datasetsDir, id, remove, 2000)
  } catch (error) {
    // A full disk has no room for a lock: neither for ours, nor for that of anyone else.
    if (!isDiskFull(error) || (await isImporting(datasetsDir, id))) throw error
    await remove()
  }
  await sweepTemporaries(datasetsDir, 0)
}

const isDiskFull = (error: unknown): boolean =>
  error instanceof StudioError && ['diskFull', 'diskQuota'].includes(error.problem?.code ?? '')
