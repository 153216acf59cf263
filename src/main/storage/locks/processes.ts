import { readTextGuarded } from '../../disk/guarded'
import { MOST_NOTE } from '../../disk/limits'
import { errnoOf } from '../files/disk-errors'

/** Whether a process of this id exists on this machine. One that ended but was not yet collected counts as gone. */
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
 * When a process started, in a form only good for comparing: a process id alone is reused,
 * an id with its start is not. Undefined where the system does not tell (other than Linux).
 */
export async function processStart(pid: number): Promise<string | undefined> {
  const ticks = (await linuxStat(pid))?.[startTimeField]
  if (ticks === undefined) return undefined
  // Ticks count from the boot, so they mean nothing across boots.
  const boot = await readText('/proc/sys/kernel/random/boot_id')
  return `${boot?.trim() ?? ''}:${ticks}`
}

/** Field 22 of /proc/<pid>/stat, counted from field 3. */
const startTimeField = 19

/** The fields of /proc/<pid>/stat from the third, the state, on: the second may hold spaces and brackets. */
async function linuxStat(pid: number): Promise<string[] | undefined> {
  const text = await readText(`/proc/${pid}/stat`)
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readTextGuarded(path, { most: MOST_NOTE })
  } catch {
    return undefined
  }
}
