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
 * One trainer per run. The lock file is created with its content by a single hard link, which fails
 * if the file exists. A dead process's lock is taken over in two steps: the new process links a
 * claim named after that lock (only one can), checks that the lock is unchanged, and renames its
 * own lock over it. If it dies in between, its claim is taken over in the same way; locks and
 * claims thus form a chain whose last link is the holder.
 */

export interface RunLock {
  /** Releases the run; a second call does nothing. */
  release(): Promise<void>
  /**
   * Call it before anything is written. The lock's file identifies the folder even where the system
   * reuses the inode number of a deleted folder.
   *
   * @throws StudioError `storage` if the folder or its lock has been replaced or deleted
   */
  verify(): Promise<void>
}

/**
 * Locks a run for this process, taking over the lock of a dead process.
 *
 * @throws StudioError `storage` if a living process holds it, or the disk fails
 */
export async function acquireRunLock(runDir: string): Promise<RunLock> {
  const lock = join(runDir, lockName)
  return onDisk('lock the run', runDir, async () => {
    for (let attempt = 0; attempt < 100; attempt++) {
      const holder = await ownHolder()
      if (!(await tryAcquire(lock, holder, runLockedError))) continue
      return { release: () => release(lock, holder), verify: () => verify(lock, holder) }
    }
    throw problemError('storage', 'lockContended', {}, { where: runDir })
  })
}

/** Milliseconds between attempts to lock a document. */
const RETRY_INTERVAL = 20

/**
 * Runs `work` while holding a document's lock, for example to read, change and write it; waits
 * until other processes release it. The folder must exist.
 *
 * @param patience maximum wait in milliseconds
 * @throws StudioError `storage` if another process holds it for longer, or the disk fails
 */
export async function withDocumentLock<T>(
  file: string,
  work: () => Promise<T>,
  patience = 10_000,
): Promise<T> {
  const lock = `${file}.lock`
  const holder = await ownHolder()
  await onDisk('lock the file', file, async () => {
    const busy = (): undefined => undefined
    for (const deadline = performance.now() + patience; ; await delay(RETRY_INTERVAL)) {
      if (await tryAcquire(lock, holder, busy)) return
      if (performance.now() >= deadline) throw await documentLockedError(file, lock)
    }
  })
  try {
    return await work()
  } finally {
    await release(lock, holder)
  }
}

async function documentLockedError(file: string, lock: string): Promise<StudioError> {
  const { pid, host } = (await readChain(lock)).at(-1)?.holder ?? { pid: 0, host: hostname() }
  return problemError('storage', 'documentLocked', { pid, host, lock }, { where: file })
}

/** True if a living process holds a document's lock; see {@link withDocumentLock}. */
export async function isLocked(file: string): Promise<boolean> {
  return onDisk('read the lock', file, async () => {
    const last = (await readChain(`${file}.lock`)).at(-1)
    return last !== undefined && (await isLive(last))
  })
}

/**
 * Takes a lock of its own for as long as this process works on something, such as the queue.
 *
 * @param lock the path of the lock file; its folder must exist
 * @returns the lock's release and this process as its holder, or the living process that holds it
 * @throws StudioError `storage` if the disk fails
 */
export async function acquireLock(
  lock: string,
): Promise<{ own: LockHolder; release(): Promise<void> } | { heldBy: LockHolder | undefined }> {
  return onDisk('take the lock', lock, async () => {
    const own = await ownHolder()
    const free = await tryAcquire(lock, own, () => undefined)
    if (free) return { own, release: () => release(lock, own) }
    return { heldBy: await lockHolder(lock) }
  })
}

/** Returns the living process that holds a lock, or undefined. */
export async function lockHolder(lock: string): Promise<LockHolder | undefined> {
  return onDisk('read the lock', lock, async () => {
    const last = (await readChain(lock)).at(-1)
    return last !== undefined && (await isLive(last)) ? last.holder : undefined
  })
}

/** Returns the living process that holds a run's lock, or undefined. */
export async function readLock(runDir: string): Promise<LockHolder | undefined> {
  return onDisk('read the lock of the run', runDir, async () => {
    const last = (await readChain(join(runDir, lockName))).at(-1)
    return last !== undefined && (await isLive(last)) ? last.holder : undefined
  })
}

/**
 * @param refuse gives the error to throw for a living process's lock; undefined to return false
 */
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
    // If another process acquired the lock since the chain was read, this claim is obsolete.
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

/** Creates `target` with the content of `source`; returns false if it already exists. */
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

/** Only the holder may call this: any other claims then refer to locks that no longer exist. */
async function removeClaims(lock: string): Promise<void> {
  const folder = dirname(lock)
  for (const name of await fs.promises.readdir(folder)) {
    if (name.startsWith(`${basename(lock)}.`)) {
      await fs.promises.rm(join(folder, name), { force: true })
    }
  }
}

function runLockedError(path: string, { holder }: LockFile): StudioError {
  if (holder === undefined) return problemError('storage', 'lockBeingTaken', {}, { where: path })
  const { pid, host, startedAt: since } = holder
  return host === hostname()
    ? problemError('storage', 'lockedHere', { pid, since }, { where: path })
    : problemError('storage', 'lockedElsewhere', { pid, host, since, path }, { where: path })
}
