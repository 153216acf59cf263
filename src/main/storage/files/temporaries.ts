import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { basename, join } from 'node:path'
import { rename, renameIfPresent, syncDirectory } from './durable'
import { isAlive } from '../locks/processes'

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
 * What an entry that a sweep found is: `other` is no temporary, `busy` is one that a living
 * process works on, `rubbish` and `displaced` are a dead one's; `name` is where the latter was.
 */
type Leftover = { kind: 'other' | 'busy' | 'rubbish' } | { kind: 'displaced'; name: string }

/** Judges a folder entry by its name. */
export async function judgeLeftover(entry: string): Promise<Leftover> {
  if (!entry.startsWith('.tmp-')) return { kind: 'other' }
  if (inUse.has(entry)) return { kind: 'busy' }
  const [, displaced, pid, name] = pattern.exec(entry) ?? []
  // Our own id counts as dead: what we work on is in `inUse`, the rest is an earlier process's.
  const owner = Number(pid ?? process.pid)
  if (owner !== process.pid && (await isAlive(owner))) return { kind: 'busy' }
  if (displaced === undefined || name === undefined) return { kind: 'rubbish' }
  return { kind: 'displaced', name }
}
