import type { StudioEvent } from '../../../contract/events'
import type { StudioClient } from '../../../contract/rpc'
import { afterEvent, measurementOf } from '../quality/measurements'
import type { Measurement } from '../quality/measurements'

/** The measurements of a run that are waiting or in progress. */
export class PendingMeasurements {
  list = $state.raw<readonly Measurement[]>([])
  /** The one in progress, or else the next. */
  readonly current = $derived(this.list.find(({ progress }) => progress !== null) ?? this.list[0])
  /** Events received while loading, which may be newer than what is loaded. */
  private queued: StudioEvent[] = []

  constructor(
    private readonly client: StudioClient,
    private readonly id: string,
  ) {}

  /** Never rejects: the Quality tab shows measurements too, with their errors. */
  async load(): Promise<void> {
    this.queued = []
    try {
      const { measurements } = await this.client.call('evaluations.pending', { id: this.id })
      this.list = this.queued.reduce(afterEvent, measurements.map(measurementOf))
    } catch {
      this.list = []
    }
  }

  handleEvent(event: StudioEvent): void {
    if (!('id' in event) || event.id !== this.id) return
    this.queued.push(event)
    this.list = afterEvent(this.list, event)
  }
}
