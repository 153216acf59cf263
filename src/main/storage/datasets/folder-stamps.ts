import { join } from 'node:path'
import { fileStamp } from '../files/file-stamp'
import { listFolder } from '../files/list-folder'
import { documentFile, journalFile, stagedId, stagingDirectory } from './paths'
import { isRemovedEntry } from './removed'
import { isImporting } from './staging'

/** The state of the folder of data sets, to be compared with a later one. */
export interface FolderStamps {
  /** By folder name: data sets, and removed ones. */
  sets: ReadonlyMap<string, string>
  /** By id: imports that are not complete. */
  imports: ReadonlyMap<string, string>
}

/**
 * Checks a folder of data sets without reading them: only the modification times and sizes of one or
 * two files each are checked. Locks and temporary files do not count.
 *
 * @throws StudioError `storage`
 */
export async function folderStamps(datasetsDir: string): Promise<FolderStamps> {
  const sets = new Map<string, string>()
  const imports = new Map<string, string>()
  for (const entry of await listFolder(datasetsDir, 'read the data sets', 'data')) {
    const { name } = entry
    const id = entry.isDirectory() ? stagedId(name) : undefined
    if (id !== undefined) imports.set(id, await importStamp(datasetsDir, id))
    // Nothing in a removed data set changes.
    else if (isRemovedEntry(name)) sets.set(name, '')
    else if (!name.startsWith('.')) sets.set(name, await setStamp(join(datasetsDir, name)))
  }
  return { sets, imports }
}

/**
 * The state of a data set. A prepared one changes only with its document; in others, files may be
 * added or removed.
 */
async function setStamp(dir: string): Promise<string> {
  const document = await fileStamp(documentFile(dir))
  return document === 'none' ? fileStamp(dir) : document
}

/** The state of an import; it also changes when the import's process dies. */
async function importStamp(datasetsDir: string, id: string): Promise<string> {
  const staging = stagingDirectory(datasetsDir, id)
  const runs = await isImporting(datasetsDir, id).catch(() => 'unknown')
  return `${runs} ${await fileStamp(documentFile(staging))} ${await fileStamp(journalFile(staging))}`
}
