import { readTextGuarded } from '../../disk/guarded'
import { MAX_SMALL_FILE_BYTES } from '../../disk/limits'
import { errnoOf } from '../files/disk-errors'

/** Returns true if a process with this id exists on this machine. A zombie counts as dead. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Another user's process may not be signalled, but it exists.
    return errnoOf(error) === 'EPERM'
  }
  const state = (await linuxStat(pid))?.[0]
  return state !== 'Z' && state !== 'X'
}

/**
 * The start time of a process, as an opaque string to compare: process ids are reused, but not
 * together with a start time. Undefined if unknown, as on systems other than Linux.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  const ticks = (await linuxStat(pid))?.[startTimeField]
  if (ticks === undefined) return undefined
  // Ticks count from boot, so they can't be compared across boots.
  const boot = await readText('/proc/sys/kernel/random/boot_id')
  return `${boot?.trim() ?? ''}:${ticks}`
}

/** Field 22 of /proc/<pid>/stat, counted from field 3. */
const startTimeField = 19

/**
 * The fields of /proc/<pid>/stat from the third (the state); the second may contain spaces and
 * parentheses.
 */
async function linuxStat(pid: number): Promise<string[] | undefined> {
  const text = await readText(`/proc/${pid}/stat`)
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readTextGuarded(path, { maxBytes: MAX_SMALL_FILE_BYTES })
  } catch {
    return undefined
  }
}
