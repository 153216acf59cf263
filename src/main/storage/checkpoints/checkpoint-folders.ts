import fs from 'node:fs'
import { join } from 'node:path'
import { errnoOf } from '../files/disk-errors'
import { listFolder } from '../files/list-folder'
import { checkpointsDirectory, stepOfName } from '../runs/paths'

/** An entry of a run's `checkpoints` folder. */
interface CheckpointEntry {
  name: string
  /** Undefined if the name is not a step number. */
  step: number | undefined
  /** A folder, or a link to one. */
  isFolder: boolean
  isLink: boolean
}

/**
 * Lists the entries that are or may have been checkpoints: all folders and links to folders, and
 * anything else named by a number. Hidden entries, such as temporaries, are left out. Sorted by step, entries without one
 * last.
 *
 * @throws StudioError `storage`, `checkpoint` if a file is in its place
 */
export async function checkpointEntries(runDir: string): Promise<CheckpointEntry[]> {
  const parent = checkpointsDirectory(runDir)
  const found = await listFolder(parent, 'list the checkpoints')
  const entries = await Promise.all(
    found.map(async (entry) => {
      const isFolder = entry.isDirectory() || (await leadsToFolder(parent, entry))
      const isLink = entry.isSymbolicLink()
      return { name: entry.name, step: stepOfName(entry.name), isFolder, isLink }
    }),
  )
  return entries
    .filter(({ name, isFolder }) => !name.startsWith('.') && (isFolder || /^-?\d/.test(name)))
    .sort((a, b) => (a.step ?? Infinity) - (b.step ?? Infinity))
}

const leadsToFolder = async (parent: string, entry: fs.Dirent): Promise<boolean> =>
  entry.isSymbolicLink() &&
  (await fs.promises.stat(join(parent, entry.name)).then(
    (found) => found.isDirectory(),
    () => false,
  ))

/** The steps that have a published checkpoint, in ascending order. */
export async function checkpointSteps(runDir: string): Promise<number[]> {
  const entries = await checkpointEntries(runDir)
  return entries.flatMap(({ step, isFolder }) => (isFolder && step !== undefined ? [step] : []))
}

/** Total size in bytes of a folder's files; undefined if the folder has disappeared. */
export async function sizeOf(dir: string): Promise<number | undefined> {
  try {
    const names = await fs.promises.readdir(dir)
    const stats = await Promise.all(names.map((name) => fs.promises.stat(join(dir, name))))
    return stats.reduce((sum, { size }) => sum + size, 0)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}
