import type { Metrics } from '../../../contract/metrics/record'
import type { MetricsLog } from '../../storage/runs/metrics-log'

/**
 * A push has an open page draw, which training pays for: twice a second while somebody watches a
 * session begin, less and less often from its tenth second on, and once a second from its
 * twentieth. Every point reaches the disk, in larger portions.
 */
const PUSH_EVERY_MS = { first: 500, later: 1000 }
const LATER_AFTER_MS = 20_000
const FLUSH_EVERY_MS = 1000

/** Where each step's metrics go: to the run's log, and in batches to the host. */
export class MetricsFeed {
  private points: Metrics[] = []
  private readonly startedAt = performance.now()
  private pushedAt = 0
  private flushedAt = this.startedAt
  private failure: { error: unknown } | undefined

  constructor(
    private log: MetricsLog,
    private readonly folder: {
      /** @throws StudioError `storage` when the run's folder is no longer the same */
      verify(): Promise<void>
      /** Opens the log anew, without the lines after a step. */
      reopen(step: number): Promise<MetricsLog>
    },
    private readonly push: (points: Metrics[]) => void,
  ) {}

  /** @throws StudioError `training`, or `storage` when the disk refused what was added before */
  add(metrics: Metrics): void {
    if (this.failure !== undefined) throw this.failure.error
    this.log.append(metrics)
    this.points.push(metrics)
    const now = performance.now()
    if (now - this.pushedAt >= this.restAt(now)) this.pushNow(now)
    if (now - this.flushedAt >= FLUSH_EVERY_MS) {
      this.flushedAt = now
      // Not waited for: it queues behind a checkpoint's, which waits for the disk.
      this.write({ sync: false }).catch((error: unknown) => (this.failure ??= { error }))
    }
  }

  /** @param options.sync also waits until the disk itself has it */
  async flush(options: { sync: boolean }): Promise<void> {
    this.pushNow(performance.now())
    await this.write(options)
  }

  /** Forgets what came after a step: training goes on from there on another way. */
  async backTo(step: number): Promise<void> {
    await this.close()
    await this.folder.verify()
    this.log = await this.folder.reopen(step)
  }

  async close(): Promise<void> {
    this.pushNow(performance.now())
    await this.log.close()
  }

  private async write(options: { sync: boolean }): Promise<void> {
    await this.folder.verify()
    await this.log.flush(options)
  }

  private restAt(now: number): number {
    const { first, later } = PUSH_EVERY_MS
    const share = (now - this.startedAt) / LATER_AFTER_MS
    return Math.min(later, Math.max(first, later * share))
  }

  private pushNow(now: number): void {
    if (this.points.length > 0) this.push(this.points)
    this.points = []
    this.pushedAt = now
  }
}
