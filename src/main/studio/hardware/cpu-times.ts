import os from 'node:os'

/** CPU times of all processors together, in milliseconds since the machine started. */
export interface CpuTimes {
  idle: number
  total: number
}

export function cpuTimes(): CpuTimes {
  return os.cpus().reduce(
    (sum, { times }) => ({
      idle: sum.idle + times.idle,
      total: sum.total + times.user + times.nice + times.sys + times.irq + times.idle,
    }),
    { idle: 0, total: 0 },
  )
}

/** The share of all processors in use between two times; null if no time has passed. */
export function busyShare(before: CpuTimes, after: CpuTimes): number | null {
  const elapsed = after.total - before.total
  if (elapsed <= 0) return null
  return Math.min(1, Math.max(0, 1 - (after.idle - before.idle) / elapsed))
}
