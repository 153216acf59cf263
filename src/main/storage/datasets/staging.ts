import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ImportRequest } from '../../../contract/datasets/import'
import { unlessMissing } from '../../disk/errno'
import { makeDirectory } from '../../disk/make-directory'
import { publishDirectory, removePublished, sweepTemporaries } from '../files/atomic'
import { isLocked, withDocumentLock } from '../locks/lock'
import { newJournal, writeJournal } from './journal'
import { stagedId, stagingDirectory } from './paths'

const MAX_ID = 60

/** The folder name for a data set: the name's letters and digits, in lower case, with dashes. */
export function idFor(name: string): string {
  const dashed = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
  // Cut between code points; a folder's name has at most 255 bytes.
  const id = [...dashed]
    .slice(0, MAX_ID)
    .join('')
    .replace(/^-+|-+$/g, '')
  return id === '' ? 'images' : id
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
    await publishDirectory(datasetsDir, basename(staging), (dir) =>
      writeJournal(dir, newJournal(request)),
    )
    return id
  }
}

/** The ids of the imports that are not complete. */
export async function stagedIds(datasetsDir: string): Promise<string[]> {
  const names = (await unlessMissing(readdir(datasetsDir))) ?? []
  const ids = names.filter((name) => !name.endsWith('.lock')).map(stagedId)
  return ids.filter((id) => id !== undefined).sort()
}

/** True if a running process is importing the data set. */
export const isImporting = (datasetsDir: string, id: string): Promise<boolean> =>
  isLocked(stagingDirectory(datasetsDir, id))

/**
 * Removes an incomplete import and all that it has stored.
 *
 * @throws StudioError `storage` if another process is importing it
 */
export async function removeStaging(datasetsDir: string, id: string): Promise<void> {
  const staging = stagingDirectory(datasetsDir, id)
  await withDocumentLock(staging, () => removePublished(datasetsDir, basename(staging)), 2000)
  await sweepTemporaries(datasetsDir, 0)
}
