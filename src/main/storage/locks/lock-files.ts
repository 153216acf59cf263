import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { z } from 'zod'
import { readTextGuarded } from '../../disk/guarded'
import { parseJsonGuarded } from '../../disk/json'
import { MOST_NOTE } from '../../disk/limits'
import { errnoOf } from '../files/disk-errors'
import { isAlive, processStart } from './processes'

/* What a lock looks like on the disk, and whose it is; see lock.ts for how it is taken. */

/** Of a run's folder. */
export const lockName = 'trainer.lock'

const holderSchema = z.object({
  /** Tells this lock from any other, so that a claim is on exactly one. */
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
  pid: z.number().int().positive(),
  startedAt: z.iso.datetime(),
  /** See `processStart`; absent where the system does not tell. */
  processStart: z.string().optional(),
  host: z.string(),
})
export type LockHolder = z.infer<typeof holderSchema>

/** Of this process. */
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
  /** Undefined if the content is torn: a crash of the system, or a disk without hard links. */
  holder: LockHolder | undefined
  ageMs: number
}

/** The lock and the claims on it, the holder last; empty when there is no lock. */
export async function readChain(lock: string): Promise<LockFile[]> {
  const chain: LockFile[] = []
  const seen = new Set<string>()
  let next = await readLockFile(lock)
  // Only a tampered chain comes back to itself.
  while (next !== undefined && !seen.has(next.identity)) {
    chain.push(next)
    seen.add(next.identity)
    next = await readLockFile(claimPath(lock, next.identity))
  }
  return chain
}

export async function readLockFile(path: string): Promise<LockFile | undefined> {
  try {
    const text = await readTextGuarded(path, { most: MOST_NOTE, code: 'checkpoint' })
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

/** Whether the process that a lock names still lives. */
export async function isLive({ holder, ageMs }: LockFile): Promise<boolean> {
  // Where there are no hard links a lock is torn while it is being written.
  if (holder === undefined) return ageMs < 10_000
  // Nothing is known about the processes of another machine.
  if (holder.host !== hostname()) return true
  if (!(await isAlive(holder.pid))) return false
  const start = await processStart(holder.pid)
  return start === undefined || (holder.processStart ?? start) === start
}

/** @param lock the path of the lock file */
export function claimPath(lock: string, identity: string): string {
  return `${lock}.${identity}`
}
