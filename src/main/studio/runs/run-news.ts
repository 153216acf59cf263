import type { RunSummary } from '../../../contract/summary'
import type { EventHub } from '../event-hub'

/**
 * Tells the pages how a run stands. What is read from the disk takes a while, in which the run
 * may change; what is told must be the newest, as nothing may correct it.
 */
export class RunNews {
  /** How often each run was reported. */
  private readonly told = new Map<string, number>()

  constructor(
    private readonly hub: EventHub,
    private readonly sources: {
      live(id: string): RunSummary | undefined
      stored(id: string): Promise<RunSummary>
    },
  ) {}

  tell(run: RunSummary): RunSummary {
    this.count(run.id)
    this.hub.emit({ type: 'run', run })
    return run
  }

  removed(id: string): void {
    this.count(id)
    this.hub.emit({ type: 'runRemoved', id })
  }

  /**
   * @returns what was told
   * @throws StudioError when there is no such run, or it cannot be read
   */
  async announce(id: string): Promise<RunSummary> {
    for (;;) {
      const live = this.sources.live(id)
      if (live !== undefined) return this.tell(live)
      const before = this.told.get(id)
      const stored = await this.sources.stored(id)
      if (this.sources.live(id) === undefined && this.told.get(id) === before) {
        return this.tell(stored)
      }
    }
  }

  private count(id: string): void {
    this.told.set(id, (this.told.get(id) ?? 0) + 1)
  }
}
