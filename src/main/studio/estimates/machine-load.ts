import os from 'node:os'
import { cpuTimes } from '../hardware/cpu-times'
import type { CpuTimes } from '../hardware/cpu-times'

/** How long the load is observed. */
const OBSERVED_MS = 250

/**
 * The number of processors that other programs take from those that this process may use. On a
 * machine with more processors, it is 0 while enough others are idle.
 *
 * @param processors how many the machine has @param usable how many this process may use
 */
export function processorsTaken(
  before: CpuTimes,
  after: CpuTimes,
  { processors, usable }: { processors: number; usable: number },
): number {
  const elapsed = after.total - before.total
  if (elapsed <= 0) return 0
  const free = (processors * (after.idle - before.idle)) / elapsed
  return Math.max(0, usable - free)
}

/** Observes for a moment how many processors other programs take; call it while this one computes nothing. */
export async function observeLoad(): Promise<number> {
  const before = cpuTimes()
  await new Promise((resolve) => setTimeout(resolve, OBSERVED_MS))
  const processors = os.cpus().length
  return processorsTaken(before, cpuTimes(), { processors, usable: os.availableParallelism() })
}
