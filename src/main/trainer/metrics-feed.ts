import type { Metrics } from '../../contract/run'
import type { MetricsLog } from '../storage/metrics-log'

/** Pushes a second towards the host; every point reaches the disk, in larger portions. */
const PUSH_EVERY_MS = 120
const FLUSH_EVERY_MS = 1000

/** Where each step's metrics go: to the run's log, and in batches to the host. */
export class MetricsFeed {
  private points: Metrics[] = []
  private pushedAt = 0
  private flushedAt = performance.now()

  constructor(
    private readonly log: MetricsLog,
    private readonly push: (points: Metrics[]) => void,
  ) {}

  async add(metrics: Metrics): Promise<void> {
    this.log.append(metrics)
    this.points.push(metrics)
    const now = performance.now()
    if (now - this.pushedAt >= PUSH_EVERY_MS) this.pushNow(now)
    if (now - this.flushedAt >= FLUSH_EVERY_MS) {
      await this.log.flush({ sync: false })
      this.flushedAt = now
    }
  }

  /** @param options.sync also waits until the disk itself has it */
  async flush(options: { sync: boolean }): Promise<void> {
    this.pushNow(performance.now())
    await this.log.flush(options)
  }

  async close(): Promise<void> {
    this.pushNow(performance.now())
    await this.log.close()
  }

  private pushNow(now: number): void {
    if (this.points.length > 0) this.push(this.points)
    this.points = []
    this.pushedAt = now
  }
}
