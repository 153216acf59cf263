import type { RunSummary } from '../../../contract/summary'
import type { EventHub } from '../event-hub'

/**
 * Publishes summaries of runs to the pages. A run may change while its summary is being read from
 * the disk; a stale summary must not be published, since nothing might correct it later.
 */
export class RunPublisher {
  /** Number of events published for each run. */
  private readonly published = new Map<string, number>()

  constructor(
    private readonly hub: EventHub,
    private readonly sources: {
      live(id: string): RunSummary | undefined
      stored(id: string): Promise<RunSummary>
    },
  ) {}

  publish(run: RunSummary): RunSummary {
    this.count(run.id)
    this.hub.emit({ type: 'run', run })
    return run
  }

  publishRemoved(id: string): void {
    this.count(id)
    this.hub.emit({ type: 'runRemoved', id })
  }

  /**
   * Publishes the current summary of a run, live or not.
   *
   * @returns the published summary
   * @throws StudioError if there is no such run or it cannot be read
   */
  async publishCurrent(id: string): Promise<RunSummary> {
    for (;;) {
      const live = this.sources.live(id)
      if (live !== undefined) return this.publish(live)
      const before = this.published.get(id)
      const stored = await this.sources.stored(id)
      if (this.sources.live(id) === undefined && this.published.get(id) === before) {
        return this.publish(stored)
      }
    }
  }

  /** Publishes the run's current summary, or its removal if its folder has been deleted. */
  async publishEnd(id: string): Promise<void> {
    await this.publishCurrent(id).catch(() => this.publishRemoved(id))
  }

  private count(id: string): void {
    this.published.set(id, (this.published.get(id) ?? 0) + 1)
  }
}
