import fs from 'node:fs'
import { join } from 'node:path'
import { errnoOf, onDisk } from '../files/disk-errors'
import { checkpointsDirectory, stepOfName } from '../runs/paths'

/** The steps that have a published checkpoint, rising. */
export async function checkpointSteps(runDir: string): Promise<number[]> {
  const parent = checkpointsDirectory(runDir)
  return onDisk('list the checkpoints', parent, async () => {
    try {
      const entries = await fs.promises.readdir(parent, { withFileTypes: true })
      const steps = entries.map((e) => (e.isDirectory() ? stepOfName(e.name) : undefined))
      return steps.filter((step) => step !== undefined).sort((a, b) => a - b)
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return []
      throw error
    }
  })
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
