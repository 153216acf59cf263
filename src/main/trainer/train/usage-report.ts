import type { Usage } from '../../../contract/hardware/sample'
import { PeakMemory } from './peak-memory'

/** Milliseconds between two reports: more often at the start, when the user is likely watching. */
const EVERY_MS = { first: 2_000, later: 10_000 }
const LATER_AFTER_MS = 60_000

/** Reports what this process uses, between two steps. */
export class UsageReport {
  private readonly startedAt = performance.now()
  private reportedAt = -Infinity
  private readonly memory = new PeakMemory()

  constructor(private readonly report: (usage: Usage) => void) {}

  /** Reports if it is time to. */
  after(step: number): void {
    const now = performance.now()
    const { first, later } = EVERY_MS
    const interval = now - this.startedAt < LATER_AFTER_MS ? first : later
    if (now - this.reportedAt < interval) return
    this.reportedAt = now
    const { user, system } = process.cpuUsage()
    this.report({
      step,
      cpuSeconds: (user + system) / 1e6,
      ...this.memory.now(),
    })
  }
}
