import os from 'node:os'
import path from 'node:path'
import { readTextGuardedSync } from './guarded'
import { MOST_NOTE } from './limits'

/** Memory in bytes, as this process may use it. */
export interface MachineMemory {
  /** Physical memory, or less where a control group limits it. */
  total: number
  /** What can be taken now without swapping. */
  available: number
  /** Whether `available` counts the caches that the system would give up. Not so on macOS. */
  exact: boolean
}

const CGROUP = '/sys/fs/cgroup'

/** @param root of the file system, for tests */
export function machineMemory(root = '/'): MachineMemory {
  const [total, free] = [os.totalmem(), os.freemem()]
  // libuv reads MemAvailable on Linux and the available physical memory on Windows.
  const exact = process.platform === 'linux' || process.platform === 'win32'
  const group = process.platform === 'linux' ? cgroupMemory(root) : undefined
  if (group === undefined || group.limit >= total) return { total, available: free, exact }
  return { total: group.limit, available: Math.min(free, group.limit - group.used), exact }
}

/** The tightest limit of the control groups that this process is in; versions 1 and 2. */
function cgroupMemory(root: string): { limit: number; used: number } | undefined {
  const limits = cgroupFolders(root).flatMap(({ dir, limit, used, inactive }) => {
    const most = Number(readText(path.join(dir, limit)))
    const now = Number(readText(path.join(dir, used)))
    if (!(most > 0) || !Number.isFinite(now)) return []
    // Files that were read count as used, though they would make room.
    const stat = readText(path.join(dir, 'memory.stat')) ?? ''
    const cached = Number(new RegExp(`^${inactive} (\\d+)$`, 'm').exec(stat)?.[1] ?? 0)
    return [{ limit: most, used: Math.max(0, now - cached) }]
  })
  return limits.sort((a, b) => a.limit - a.used - (b.limit - b.used))[0]
}

function cgroupFolders(root: string) {
  const lines = (readText(path.join(root, 'proc/self/cgroup')) ?? '').split('\n')
  return lines.flatMap((line) => {
    const [, controllers, group] = /^\d+:([^:]*):(.*)$/.exec(line) ?? []
    if (group === undefined) return []
    const v2 = { limit: 'memory.max', used: 'memory.current', inactive: 'inactive_file' }
    if (controllers === '') return above(path.join(root, CGROUP), group, v2)
    if (controllers?.split(',').includes('memory') !== true) return []
    const v1 = {
      ...{ limit: 'memory.limit_in_bytes', used: 'memory.usage_in_bytes' },
      inactive: 'total_inactive_file',
    }
    return above(path.join(root, CGROUP, 'memory'), group, v1)
  })
}

/** A group and all those above it, whose limits hold too. */
function above<T>(mount: string, group: string, files: T): ({ dir: string } & T)[] {
  const parts = group.split('/').filter((part) => part !== '' && part !== '..')
  return Array.from({ length: parts.length + 1 }, (_, n) => ({
    dir: path.join(mount, ...parts.slice(0, n)),
    ...files,
  }))
}

function readText(file: string): string | undefined {
  try {
    return readTextGuardedSync(file, { most: MOST_NOTE }).trim()
  } catch {
    return undefined
  }
}
