import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/*
 * A graph is loaded by way of a folder, which a process that is killed at that moment leaves
 * behind. The folder's name says whose it is: the host, as temporary folders may be shared
 * between hosts; the time since the host's last start, as a process's number means nothing past
 * that; and the process.
 */

const PREFIX = 'gan-studio-graph'
const NAME = /^gan-studio-graph-([0-9a-f]{12})-([0-9a-f]{12}|unknown)-(\d+)-/
/** A folder is used for seconds. One this old is nobody's, even where its process's number is in use. */
const NOBODYS_AFTER = 24 * 60 * 60 * 1000
/** The start of the system is only known to so much where it has no number of its own. */
const START_MARGIN = 60 * 1000

const digest = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12)

const thisHost = (): string => digest(os.hostname())

/** Linux numbers each start of the system. */
function thisBoot(): string {
  try {
    return digest(fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())
  } catch {
    return 'unknown'
  }
}

/** Begins the name of a folder of this process. */
export const ownFolderPrefix = (): string => `${PREFIX}-${thisHost()}-${thisBoot()}-${process.pid}-`

/** Removes the folders that processes of this host left when they were killed. */
export function sweepLeftovers(folder = os.tmpdir()): void {
  for (const name of fs.readdirSync(folder)) {
    const [, host, boot, pid] = NAME.exec(name) ?? []
    if (host !== thisHost()) continue
    const place = path.join(folder, name)
    if (isAbandoned(place, boot as string, Number(pid))) {
      // Another process may be sweeping it as well, or it is another user's.
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
  return Date.now() - made > NOBODYS_AFTER || !isAlive(pid)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Another user's process is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const isRefusal = (error: unknown): boolean =>
  ['EPERM', 'EACCES', 'ENOENT', 'ENOTEMPTY', 'EBUSY'].includes(
    (error as NodeJS.ErrnoException).code ?? '',
  )
