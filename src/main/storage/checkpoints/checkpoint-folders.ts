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
  isFolder: boolean
}

/**
 * Lists the entries that are or may have been checkpoints: all folders, and anything else named by
 * a number. Hidden entries, such as temporaries, are left out. Sorted by step, entries without one
 * last.
 *
 * @throws StudioError `storage`, `checkpoint` if a file is in its place
 */
export async function checkpointEntries(runDir: string): Promise<CheckpointEntry[]> {
  const entries = await listFolder(checkpointsDirectory(runDir), 'list the checkpoints')
  return entries
    .map((e) => ({ name: e.name, step: stepOfName(e.name), isFolder: e.isDirectory() }))
    .filter(({ name, isFolder }) => !name.startsWith('.') && (isFolder || /^-?\d/.test(name)))
    .sort((a, b) => (a.step ?? Infinity) - (b.step ?? Infinity))
}

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
