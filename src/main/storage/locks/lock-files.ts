import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { z } from 'zod'
import { readTextGuarded } from '../../disk/guarded'
import { parseJsonGuarded } from '../../disk/json'
import { MAX_SMALL_FILE_BYTES } from '../../disk/limits'
import { errnoOf } from '../files/disk-errors'
import { isAlive, processStart } from './processes'

/* The format of lock files and their holders; see lock.ts for how a lock is acquired. */

/** The lock's file name in a run's folder. */
export const lockName = 'trainer.lock'

export const holderSchema = z.object({
  /** Identifies this lock, so a claim names exactly one. */
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
  pid: z.number().int().positive(),
  startedAt: z.iso.datetime(),
  /** See `processStart`; absent where the system does not provide it. */
  processStart: z.string().optional(),
  host: z.string(),
})
export type LockHolder = z.infer<typeof holderSchema>

/** A new holder record for this process. */
export async function ownHolder(): Promise<LockHolder> {
  const start = await processStart(process.pid)
  return {
    nonce: randomBytes(16).toString('hex'),
    pid: process.pid,
    startedAt: new Date().toISOString(),
    ...(start === undefined ? {} : { processStart: start }),
    host: hostname(),
  }
}

export interface LockFile {
  identity: string
  /**
   * Undefined if the content is incomplete: after a system crash, or on a disk without hard links.
   */
  holder: LockHolder | undefined
  ageMs: number
}

/** Reads the lock and the claims on it, the holder last; empty if there is no lock. */
export async function readChain(lock: string): Promise<LockFile[]> {
  const chain: LockFile[] = []
  const seen = new Set<string>()
  let next = await readLockFile(lock)
  // Only a chain that was tampered with has a cycle.
  while (next !== undefined && !seen.has(next.identity)) {
    chain.push(next)
    seen.add(next.identity)
    next = await readLockFile(claimPath(lock, next.identity))
  }
  return chain
}

export async function readLockFile(path: string): Promise<LockFile | undefined> {
  try {
    const text = await readTextGuarded(path, { maxBytes: MAX_SMALL_FILE_BYTES, code: 'checkpoint' })
    const { ino, mtimeMs } = await fs.promises.stat(path)
    const holder = parseHolder(text)
    const identity = holder?.nonce ?? `torn-${ino}-${Math.round(mtimeMs)}`
    return { identity, holder, ageMs: Date.now() - mtimeMs }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    return holderSchema.safeParse(parseJsonGuarded(text)).data
  } catch {
    return undefined
  }
}

/** Returns true if the process that holds the lock is, or may be, alive. */
export async function isLive({ holder, ageMs }: LockFile): Promise<boolean> {
  // Without hard links, a lock is incomplete while it is being written.
  return holder === undefined ? ageMs < 10_000 : isHolderLive(holder)
}

/** Returns true if a process that took a lock or a job is, or may be, alive. */
export async function isHolderLive(holder: LockHolder): Promise<boolean> {
  // Processes of another machine can't be checked.
  if (holder.host !== hostname()) return true
  if (!(await isAlive(holder.pid))) return false
  const start = await processStart(holder.pid)
  return start === undefined || (holder.processStart ?? start) === start
}

/** @param lock the path of the lock file */
export function claimPath(lock: string, identity: string): string {
  return `${lock}.${identity}`
}
