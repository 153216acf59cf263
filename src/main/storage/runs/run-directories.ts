import fs from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { problemError } from '../../../contract/errors'
import type { StudioError } from '../../../contract/errors'
import { runIdPattern } from '../../../contract/run'
import { onDisk } from '../files/disk-errors'
import { listFolder } from '../files/list-folder'
import { runFile, runsDirectory } from './paths'

/** The name of a run's folder, which is its id. */
export function runIdOf(dir: string): string {
  return basename(dir)
}

/**
 * Lists the folders of all runs, readable or not, sorted by name. Includes links to folders, and
 * dangling links, whose disk may merely be disconnected.
 *
 * @throws StudioError `storage`
 */
export async function runDirectories(root: string): Promise<string[]> {
  const parent = runsDirectory(resolve(root))
  return onDisk('list the runs', parent, async () => {
    const dirs: string[] = []
    for (const entry of await listFolder(parent, 'list the runs', 'storage')) {
      const dir = join(parent, entry.name)
      if (entry.name.startsWith('.')) continue
      if (entry.isDirectory() || (entry.isSymbolicLink() && (await mayBeFolder(dir)))) {
        dirs.push(dir)
      }
    }
    return dirs.sort()
  })
}

async function mayBeFolder(link: string): Promise<boolean> {
  try {
    return (await fs.promises.stat(link)).isDirectory()
  } catch {
    return true
  }
}

/**
 * Rejects a folder whose name is not a valid id: such a run could be listed but not opened.
 *
 * @throws StudioError `checkpoint`
 */
export function checkFolderName(dir: string): void {
  if (runIdPattern.test(runIdOf(dir))) return
  throw problemError('checkpoint', 'runFolderName', {}, { where: dir })
}

/** Gives a more specific error for a run that cannot be read because its run.json is missing. */
export async function explainUnreadable(dir: string, error: StudioError): Promise<StudioError> {
  if (error.code !== 'checkpoint' || (await exists(runFile(dir)))) return error
  const code = (await exists(dir)) ? 'runWithoutDocument' : 'runLinkDangling'
  return problemError('checkpoint', code, {}, { where: dir, cause: error })
}

const exists = (path: string): Promise<boolean> =>
  fs.promises.stat(path).then(
    () => true,
    () => false,
  )
