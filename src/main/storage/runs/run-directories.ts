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
 * Folders of runs, readable or not, by name. A link to a folder elsewhere counts as one, and so
 * does a link that leads nowhere, as its disk may only be missing.
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
 * A folder whose name cannot be an id could be listed, but nothing could ask for it.
 *
 * @throws StudioError `checkpoint`
 */
export function refuseOtherName(dir: string): void {
  if (runIdPattern.test(runIdOf(dir))) return
  throw problemError('checkpoint', 'runFolderName', {}, { where: dir })
}

/** Why a run cannot be read, said more exactly where all of run.json is missing. */
export async function asLeftover(dir: string, error: StudioError): Promise<StudioError> {
  if (error.code !== 'checkpoint' || (await isThere(runFile(dir)))) return error
  const code = (await isThere(dir)) ? 'runWithoutDocument' : 'runLinkDangling'
  return problemError('checkpoint', code, {}, { where: dir, cause: error })
}

const isThere = (path: string): Promise<boolean> =>
  fs.promises.stat(path).then(
    () => true,
    () => false,
  )
