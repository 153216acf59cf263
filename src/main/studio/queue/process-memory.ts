import { readTextGuarded } from '../../disk/guarded'
import { MAX_SMALL_FILE_BYTES } from '../../disk/limits'

/** A process's memory, in bytes. */
export interface ProcessMemory {
  /** Resident now. */
  resident: number
  /** The most that was resident at any time. */
  peak: number
}

/** Undefined if there is no such process, and on systems other than Linux. */
export async function processMemory(pid: number): Promise<ProcessMemory | undefined> {
  const options = { maxBytes: MAX_SMALL_FILE_BYTES }
  const text = await readTextGuarded(`/proc/${pid}/status`, options).catch(() => '')
  const [resident, peak] = ['VmRSS', 'VmHWM'].map((name) => {
    const kibibytes = new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(text)?.[1]
    return kibibytes === undefined ? undefined : 1024 * Number(kibibytes)
  })
  return resident === undefined || peak === undefined ? undefined : { resident, peak }
}
