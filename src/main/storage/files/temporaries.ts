import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { basename, join } from 'node:path'
import { rename, renameIfPresent, syncDirectory } from './durable'
import { isAlive } from '../locks/processes'

/*
 * Unfinished files and folders are named `.tmp-<pid>-<random>-<name>` beside their destination, so
 * a crash leaves nothing that could be mistaken for a result. Whatever is moved aside to be
 * replaced is named `.tmp-displaced-…`, and restored if its replacement never arrived.
 */

const displacedMark = 'displaced-'
const pattern = /^\.tmp-(displaced-)?(\d+)-[0-9a-f]{12}-(.+)$/

/** Temporaries that this process is using, which a sweep leaves alone. */
const inUse = new Set<string>()

function temporaryPath(parent: string, name: string, mark = ''): string {
  const random = randomBytes(6).toString('hex')
  return join(parent, `.tmp-${mark}${process.pid}-${random}-${name}`)
}

/**
 * Calls `work` with a new temporary path beside `name`, and removes anything left there afterwards.
 */
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

/** Moves `name` aside while `place` puts its replacement there; restores it if that fails. */
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
    // The old one may go only once the replacement is on disk.
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
    // A later sweep removes it.
  }
}

/**
 * How a sweep classifies an entry: `other` is not a temporary, `busy` is in use by a living
 * process, `rubbish` and `displaced` belong to a dead one; `name` is a displaced entry's original
 * name.
 */
type Leftover = { kind: 'other' | 'busy' | 'rubbish' } | { kind: 'displaced'; name: string }

/** Classifies a folder entry by its name. */
export async function classifyEntry(entry: string): Promise<Leftover> {
  if (!entry.startsWith('.tmp-')) return { kind: 'other' }
  if (inUse.has(entry)) return { kind: 'busy' }
  const [, displaced, pid, name] = pattern.exec(entry) ?? []
  // Our own id counts as dead: ours are in `inUse`, the rest belong to an earlier process.
  const owner = Number(pid ?? process.pid)
  if (owner !== process.pid && (await isAlive(owner))) return { kind: 'busy' }
  if (displaced === undefined || name === undefined) return { kind: 'rubbish' }
  return { kind: 'displaced', name }
}
