import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import { join } from 'node:path'
import { acquireLock, lockHolder } from '../locks/lock'
import type { LockHolder } from '../locks/lock-files'

/*
 * While a process measures a run's images for the run, a file in the run's folder says so: other
 * processes ask before they delete the run. Several processes may measure a run at the same time.
 */

const NAME = /^measuring-[0-9a-f]{8}\.lock$/

/**
 * Marks a run as being measured by this process. If the folder cannot be written, the run is
 * measured without a mark.
 *
 * @returns a function that removes the mark
 */
export async function markMeasured(runDir: string): Promise<() => Promise<void>> {
  const mark = join(runDir, `measuring-${randomBytes(4).toString('hex')}.lock`)
  const lock = await acquireLock(mark).catch(() => undefined)
  const release = lock !== undefined && 'release' in lock ? lock.release : undefined
  return async () => release?.().catch(() => undefined)
}

/** The processes that measure a run. Removes the marks of dead processes. */
export async function measurersOf(runDir: string): Promise<LockHolder[]> {
  const holders: LockHolder[] = []
  for (const mark of await marksIn(runDir)) {
    const holder = await lockHolder(mark).catch(() => undefined)
    if (holder === undefined) await fs.promises.rm(mark, { force: true }).catch(() => undefined)
    else holders.push(holder)
  }
  return holders
}

/** Removes the marks of a run that was deleted while it was measured, and restored. */
export async function clearMarks(runDir: string): Promise<void> {
  for (const mark of await marksIn(runDir)) {
    await fs.promises.rm(mark, { force: true }).catch(() => undefined)
  }
}

async function marksIn(runDir: string): Promise<string[]> {
  const names = await fs.promises.readdir(runDir).catch(() => [])
  return names.filter((name) => NAME.test(name)).map((name) => join(runDir, name))
}
