import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { readTextGuardedSync } from '../../../disk/guarded'
import { MAX_SMALL_FILE_BYTES } from '../../../disk/limits'

/*
 * A graph is loaded through a temporary folder, which is left behind if the process is killed at
 * that moment. The folder's name identifies its owner: the host, as temporary folders may be shared
 * between hosts; the host's boot, as process ids are reused after a restart; and the process.
 */

const PREFIX = 'gan-studio-graph'
const NAME = /^gan-studio-graph-([0-9a-f]{12})-([0-9a-f]{12}|unknown)-(\d+)-/
/**
 * A folder is used for seconds. One this old is abandoned, even if its process id is in use again.
 */
const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000
/** Precision of the boot time in milliseconds, used where boots have no id. */
const START_MARGIN = 60 * 1000

const digest = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12)

const thisHost = (): string => digest(os.hostname())

/** Linux gives each boot an id. */
function thisBoot(): string {
  try {
    return digest(
      readTextGuardedSync('/proc/sys/kernel/random/boot_id', {
        maxBytes: MAX_SMALL_FILE_BYTES,
      }).trim(),
    )
  } catch {
    return 'unknown'
  }
}

/** The prefix of this process's folder names. */
export const ownFolderPrefix = (): string => `${PREFIX}-${thisHost()}-${thisBoot()}-${process.pid}-`

/** Removes the folders left behind by killed processes of this host. */
export function sweepLeftovers(folder = os.tmpdir()): void {
  for (const name of fs.readdirSync(folder)) {
    const [, host, boot, pid] = NAME.exec(name) ?? []
    if (host !== thisHost()) continue
    const place = path.join(folder, name)
    if (isAbandoned(place, boot as string, Number(pid))) {
      // Another process may be removing it too, or it belongs to another user.
      try {
        fs.rmSync(place, { recursive: true, force: true })
      } catch (error) {
        if (!isRefusal(error)) throw error
      }
    }
  }
}

function isAbandoned(place: string, boot: string, pid: number): boolean {
  if (boot !== thisBoot() && boot !== 'unknown') return true
  const made = fs.statSync(place, { throwIfNoEntry: false })?.mtimeMs
  if (made === undefined) return false
  const systemStart = Date.now() - os.uptime() * 1000
  if (boot === 'unknown' && made < systemStart - START_MARGIN) return true
  return Date.now() - made > ABANDONED_AFTER_MS || !isAlive(pid)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: the process is alive but belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const isRefusal = (error: unknown): boolean =>
  ['EPERM', 'EACCES', 'ENOENT', 'ENOTEMPTY', 'EBUSY'].includes(
    (error as NodeJS.ErrnoException).code ?? '',
  )
