import os from 'node:os'
import path from 'node:path'
import { readTextGuardedSync } from './guarded'
import { MAX_SMALL_FILE_BYTES } from './limits'

/** Memory available to this process, in bytes. */
export interface MachineMemory {
  /** Physical memory, or less where a control group limits it. */
  total: number
  /** Can be allocated now without swapping. */
  available: number
  /** True if `available` includes caches that the system would release; false on macOS. */
  exact: boolean
}

const CGROUP = '/sys/fs/cgroup'

/** @param root the root of the file system, for tests */
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
    // Cached files count as used, although the system would release them.
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
    if (controllers === '') return withAncestors(path.join(root, CGROUP), group, v2)
    if (controllers?.split(',').includes('memory') !== true) return []
    const v1 = {
      ...{ limit: 'memory.limit_in_bytes', used: 'memory.usage_in_bytes' },
      inactive: 'total_inactive_file',
    }
    return withAncestors(path.join(root, CGROUP, 'memory'), group, v1)
  })
}

/** A control group and all its ancestors, whose limits apply too. */
function withAncestors<T>(mount: string, group: string, files: T): ({ dir: string } & T)[] {
  const parts = group.split('/').filter((part) => part !== '' && part !== '..')
  return Array.from({ length: parts.length + 1 }, (_, n) => ({
    dir: path.join(mount, ...parts.slice(0, n)),
    ...files,
  }))
}

function readText(file: string): string | undefined {
  try {
    return readTextGuardedSync(file, { maxBytes: MAX_SMALL_FILE_BYTES }).trim()
  } catch {
    return undefined
  }
}
