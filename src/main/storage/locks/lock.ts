import fs from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { problemError } from '../../../contract/errors'
import type { StudioError } from '../../../contract/errors'
import { writeFileSynced } from '../files/atomic'
import { errnoOf, onDisk } from '../files/disk-errors'
import { rename } from '../files/durable'
import {
  claimPath,
  claimPrefix,
  isLive,
  lockName,
  ownHolder,
  readChain,
  readLockFile,
} from './lock-files'
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
  return onDisk('lock the run', runDir, async () => {
    for (let attempt = 0; attempt < 100; attempt++) {
      const holder = await ownHolder()
      if (!(await tryAcquire(runDir, holder))) continue
      return { release: () => release(runDir, holder), verify: () => verify(runDir, holder) }
    }
    throw problemError('storage', 'lockContended', {}, { where: runDir })
  })
}

/** The living process that has the run, or undefined. */
export async function readLock(runDir: string): Promise<LockHolder | undefined> {
  return onDisk('read the lock of the run', runDir, async () => {
    const last = (await readChain(runDir)).at(-1)
    return last !== undefined && (await isLive(last)) ? last.holder : undefined
  })
}

async function tryAcquire(runDir: string, holder: LockHolder): Promise<boolean> {
  const lock = join(runDir, lockName)
  return withTemporary(runDir, lockName, async (temporary) => {
    await writeFileSynced(temporary, `${JSON.stringify(holder)}\n`)
    if (await linkExclusive(temporary, lock)) return true

    const chain = await readChain(runDir)
    const first = chain[0]
    const last = chain.at(-1)
    if (first === undefined || last === undefined) return false
    if (await isLive(last)) throw heldError(runDir, last)

    const claim = claimPath(runDir, last.identity)
    if (!(await linkExclusive(temporary, claim))) return false
    // A faster taker may have finished since the chain was read; then this claim is on the past.
    if ((await readLockFile(lock))?.identity !== first.identity) {
      await fs.promises.rm(claim, { force: true })
      return false
    }
    await rename(temporary, lock)
    await removeClaims(runDir)
    return true
  })
}

async function verify(runDir: string, holder: LockHolder): Promise<void> {
  await onDisk('check the folder of the run', runDir, async () => {
    if ((await readLockFile(join(runDir, lockName)))?.identity === holder.nonce) return
    throw problemError('storage', 'runFolderGone', {}, { where: runDir })
  })
}

async function release(runDir: string, holder: LockHolder): Promise<void> {
  const lock = join(runDir, lockName)
  await onDisk('unlock the run', lock, async () => {
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
async function removeClaims(runDir: string): Promise<void> {
  for (const name of await fs.promises.readdir(runDir)) {
    if (name.startsWith(claimPrefix)) await fs.promises.rm(join(runDir, name), { force: true })
  }
}

function heldError(runDir: string, { holder }: LockFile): StudioError {
  const path = join(runDir, lockName)
  if (holder === undefined) return problemError('storage', 'lockBeingTaken', {}, { where: path })
  const { pid, host, startedAt: since } = holder
  return host === hostname()
    ? problemError('storage', 'lockedHere', { pid, since }, { where: path })
    : problemError('storage', 'lockedElsewhere', { pid, host, since, path }, { where: path })
}
