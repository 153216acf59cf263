import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { basename, join } from 'node:path'
import { onDisk } from './disk-errors'
import { rename, renameIfPresent, syncDirectory } from './durable'
import { isAlive } from './processes'

/*
 * Everything unfinished has a name `.tmp-<pid>-<random>-<name>` beside its destination, so that
 * a crash leaves nothing that could be mistaken for a result. What is moved aside to make room
 * has `.tmp-displaced-…` and is put back if its successor never arrived.
 */

const displacedMark = 'displaced-'
const pattern = /^\.tmp-(displaced-)?(\d+)-[0-9a-f]{12}-(.+)$/

/** Names that this process is working on right now, which a sweep leaves alone. */
const inUse = new Set<string>()

function temporaryPath(parent: string, name: string, mark = ''): string {
  const random = randomBytes(6).toString('hex')
  return join(parent, `.tmp-${mark}${process.pid}-${random}-${name}`)
}

/** Lends `work` a fresh temporary path beside `name`; whatever is still there afterwards is removed. */
export async function withTemporary<T>(
  parent: string,
  name: string,
  work: (temporary: string) => Promise<T>,
): Promise<T> {
  const temporary = temporaryPath(parent, name)
  inUse.add(basename(temporary))
  try {
    return await work(temporary)
  } finally {
    await removeQuietly(temporary)
    inUse.delete(basename(temporary))
  }
}

/** Moves what is at `name` aside while `place` puts its successor there; puts it back if that fails. */
export async function withDisplaced(
  parent: string,
  name: string,
  place: () => Promise<void>,
): Promise<void> {
  const target = join(parent, name)
  const displaced = temporaryPath(parent, name, displacedMark)
  inUse.add(basename(displaced))
  try {
    const moved = await renameIfPresent(target, displaced)
    try {
      await place()
    } catch (error) {
      if (moved) await rename(displaced, target)
      throw error
    }
    // Only when the successor is sure to be there may the earlier one go.
    await syncDirectory(parent)
    await removeQuietly(displaced)
  } finally {
    inUse.delete(basename(displaced))
  }
}

async function removeQuietly(path: string): Promise<void> {
  try {
    await fs.promises.rm(path, { recursive: true, force: true })
  } catch {
    // Rubbish that cannot be removed now is swept later; the work itself is what matters.
  }
}

/**
 * Removes what dead processes left unfinished in `dir`, and puts back what they had moved aside.
 * What a living process is working on is left alone. Call it at the start of a session, under
 * the run's lock.
 *
 * @param levels how many levels of folders below `dir` to sweep too
 * @returns the paths that were removed or put back
 * @throws StudioError `storage`
 */
export async function sweepTemporaries(dir: string, levels = 0): Promise<string[]> {
  return onDisk('clean up unfinished files', dir, async () => {
    const swept: string[] = []
    for (const entry of await fs.promises.readdir(dir, { withFileTypes: true })) {
      const path = join(dir, entry.name)
      if (entry.name.startsWith('.tmp-')) {
        if (await sweepOne(dir, entry.name)) swept.push(path)
      } else if (entry.isDirectory() && levels > 0) {
        swept.push(...(await sweepTemporaries(path, levels - 1)))
      }
    }
    return swept
  })
}

async function sweepOne(dir: string, entry: string): Promise<boolean> {
  const [, displaced, pid, name] = pattern.exec(entry) ?? []
  if (inUse.has(entry)) return false
  // Our own id counts as gone: what we work on is in `inUse`, the rest is an earlier process's.
  const owner = Number(pid)
  if (pid !== undefined && owner !== process.pid && (await isAlive(owner))) return false
  if (displaced !== undefined && name !== undefined && !(await exists(join(dir, name)))) {
    await rename(join(dir, entry), join(dir, name))
  } else {
    await fs.promises.rm(join(dir, entry), { recursive: true, force: true })
  }
  return true
}

async function exists(path: string): Promise<boolean> {
  return fs.promises.access(path).then(
    () => true,
    () => false,
  )
}
