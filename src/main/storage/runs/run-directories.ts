import fs from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { errnoOf, onDisk } from '../files/disk-errors'
import { runsDirectory } from './paths'

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
    for (const entry of await entriesOf(parent)) {
      const dir = join(parent, entry.name)
      if (entry.name.startsWith('.')) continue
      if (entry.isDirectory() || (entry.isSymbolicLink() && (await mayBeFolder(dir)))) {
        dirs.push(dir)
      }
    }
    return dirs.sort()
  })
}

async function entriesOf(parent: string): Promise<fs.Dirent[]> {
  try {
    return await fs.promises.readdir(parent, { withFileTypes: true })
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return []
    throw error
  }
}

async function mayBeFolder(link: string): Promise<boolean> {
  try {
    return (await fs.promises.stat(link)).isDirectory()
  } catch {
    return true
  }
}
