import fs from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { problemError } from '../../../contract/errors'
import type { StudioError } from '../../../contract/errors'
import { writeFileSynced } from '../files/atomic'
import { errnoOf, onDisk } from '../files/disk-errors'
import { rename } from '../files/durable'
import { claimPath, isLive, lockName, ownHolder, readChain, readLockFile } from './lock-files'
import type { LockFile, LockHolder } from './lock-files'
import { withTemporary } from '../files/temporaries'

/*
 * One trainer a run. The lock file appears with its content by one hard link, which fails if it
 * exists. A lock whose process died is taken over in two steps: the taker links a claim named
 * after that very lock (only one can), checks that the lock is still that one, and then renames
 * its own over it. A taker that dies between leaves a claim that is itself taken over in the same
 * way, so locks and claims form a chain whose last link is the holder.
 */

export interface RunLock {
  /** Gives the run free; a second call does nothing. */
  release(): Promise<void>
  /**
   * To be called before anything is written. The lock's own file tells one folder from another even
   * where the system gives a new folder the number of a deleted one.
   *
   * @throws StudioError `storage` when the folder, or its lock, is no longer the one that was taken
   */
  verify(): Promise<void>
}

/**
 * Takes the run for this process; a lock left by a dead process is taken over.
 *
 * @throws StudioError `storage` when a living process has it, or the disk fails
 */
export async function acquireRunLock(runDir: string): Promise<RunLock> {
  const lock = join(runDir, lockName)
  return onDisk('lock the run', runDir, async () => {
    for (let attempt = 0; attempt < 100; attempt++) {
      const holder = await ownHolder()
      if (!(await tryAcquire(lock, holder, heldError))) continue
      return { release: () => release(lock, holder), verify: () => verify(lock, holder) }
    }
    throw problemError('storage', 'lockContended', {}, { where: runDir })
  })
}

/** Between two looks at a document that another has, in milliseconds. */
const LOOK_EVERY = 20

/**
 * Does something to a document, such as reading, changing and writing it, while no other process
 * does; waits for its turn. The folder must exist.
 *
 * @param patience milliseconds to wait for another process
 * @throws StudioError `storage` when another process keeps it for longer, or the disk fails
 */
export async function withDocument<T>(
  file: string,
  work: () => Promise<T>,
  patience = 10_000,
): Promise<T> {
  const lock = `${file}.lock`
  const holder = await ownHolder()
  await onDisk('lock the file', file, async () => {
    const busy = (): undefined => undefined
    for (const deadline = performance.now() + patience; ; await delay(LOOK_EVERY)) {
      if (await tryAcquire(lock, holder, busy)) return
      if (performance.now() >= deadline) throw await keptError(file, lock)
    }
  })
  try {
    return await work()
  } finally {
    await release(lock, holder)
  }
}

async function keptError(file: string, lock: string): Promise<StudioError> {
  const { pid, host } = (await readChain(lock)).at(-1)?.holder ?? { pid: 0, host: hostname() }
  return problemError('storage', 'documentLocked', { pid, host, lock }, { where: file })
}

/** The living process that has the run, or undefined. */
export async function readLock(runDir: string): Promise<LockHolder | undefined> {
  return onDisk('read the lock of the run', runDir, async () => {
    const last = (await readChain(join(runDir, lockName))).at(-1)
    return last !== undefined && (await isLive(last)) ? last.holder : undefined
  })
}

/** @param refuse the error for a lock that a living process has; without one the answer is false */
async function tryAcquire(
  lock: string,
  holder: LockHolder,
  refuse: (lock: string, held: LockFile) => StudioError | undefined,
): Promise<boolean> {
  return withTemporary(dirname(lock), basename(lock), async (temporary) => {
    await writeFileSynced(temporary, `${JSON.stringify(holder)}\n`)
    if (await linkExclusive(temporary, lock)) return true

    const chain = await readChain(lock)
    const first = chain[0]
    const last = chain.at(-1)
    if (first === undefined || last === undefined) return false
    if (await isLive(last)) {
      const refusal = refuse(lock, last)
      if (refusal !== undefined) throw refusal
      return false
    }

    const claim = claimPath(lock, last.identity)
    if (!(await linkExclusive(temporary, claim))) return false
    // A faster taker may have finished since the chain was read; then this claim is on the past.
    if ((await readLockFile(lock))?.identity !== first.identity) {
      await fs.promises.rm(claim, { force: true })
      return false
    }
    await rename(temporary, lock)
    await removeClaims(lock)
    return true
  })
}

async function verify(lock: string, holder: LockHolder): Promise<void> {
  const runDir = dirname(lock)
  await onDisk('check the folder of the run', runDir, async () => {
    if ((await readLockFile(lock))?.identity === holder.nonce) return
    throw problemError('storage', 'runFolderGone', {}, { where: runDir })
  })
}

async function release(lock: string, holder: LockHolder): Promise<void> {
  await onDisk('remove the lock', lock, async () => {
    if ((await readLockFile(lock))?.identity === holder.nonce) {
      await fs.promises.rm(lock, { force: true })
    }
  })
}

/** Creates `target` with the content of `source`; says false if it exists already. */
async function linkExclusive(source: string, target: string): Promise<boolean> {
  try {
    try {
      await fs.promises.link(source, target)
    } catch (error) {
      const noHardLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL']
      if (!noHardLinks.includes(errnoOf(error) ?? '')) throw error
      await fs.promises.copyFile(source, target, fs.constants.COPYFILE_EXCL)
    }
    return true
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false
    throw error
  }
}

/** For the holder only: what others claim now is on locks that are gone. */
async function removeClaims(lock: string): Promise<void> {
  const folder = dirname(lock)
  for (const name of await fs.promises.readdir(folder)) {
    if (name.startsWith(`${basename(lock)}.`)) {
      await fs.promises.rm(join(folder, name), { force: true })
    }
  }
}

function heldError(path: string, { holder }: LockFile): StudioError {
  if (holder === undefined) return problemError('storage', 'lockBeingTaken', {}, { where: path })
  const { pid, host, startedAt: since } = holder
  return host === hostname()
    ? problemError('storage', 'lockedHere', { pid, since }, { where: path })
    : problemError('storage', 'lockedElsewhere', { pid, host, since, path }, { where: path })
}
