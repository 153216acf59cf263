import { toReport } from '../../../contract/errors'
import type { ErrorReport } from '../../../contract/errors'
import type { StudioClient } from '../../../contract/rpc'
import { fromWindow } from './metrics-series'
import type { Series } from './metrics-series'
import type { StepRange } from './metrics-series-range'

/** Default number of buckets requested from the host: about one per two pixels of a wide chart. */
export const BUCKETS = 800

type Reply = { series: Series } | { error: ErrorReport }

/** Loads the metrics of one run. Only the newest request counts. */
export class MetricsLoader {
  private newest = 0

  constructor(
    private readonly client: Pick<StudioClient, 'call'>,
    private readonly id: string,
    private readonly buckets = BUCKETS,
  ) {}

  /**
   * Loads the steps of a range, or of the whole run.
   *
   * @returns undefined if there has been a newer request, or this one was cancelled
   */
  async load(range?: StepRange): Promise<Reply | undefined> {
    const request = ++this.newest
    const reply = await this.ask(range)
    return request === this.newest ? reply : undefined
  }

  /** Ignores the reply to the request being made, if any. */
  cancel(): void {
    this.newest++
  }

  private async ask(range?: StepRange): Promise<Reply> {
    try {
      const request = { id: this.id, ...range, buckets: this.buckets }
      const window = await this.client.call('runs.metrics', request)
      return { series: fromWindow(window, range?.from) }
    } catch (error) {
      return { error: toReport(error) }
    }
  }
}
