import fs from 'node:fs'
import { join } from 'node:path'
import { errnoOf } from '../files/disk-errors'
import { listFolder } from '../files/list-folder'
import { checkpointsDirectory, stepOfName } from '../runs/paths'

/** Something in a run's folder of checkpoints. */
interface CheckpointEntry {
  name: string
  /** Undefined if the name is not a step's. */
  step: number | undefined
  isFolder: boolean
}

/**
 * Everything in a run's folder of checkpoints that is one, or may have been: all folders, and
 * whatever else has a number as its name. Hidden files, such as unfinished ones, do not count.
 * Sorted by rising step, those without a step last.
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

/** The steps that have a published checkpoint, rising. */
export async function checkpointSteps(runDir: string): Promise<number[]> {
  const entries = await checkpointEntries(runDir)
  return entries.flatMap(({ step, isFolder }) => (isFolder && step !== undefined ? [step] : []))
}

/** The size of a folder of files in bytes; undefined when the folder went away meanwhile. */
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
