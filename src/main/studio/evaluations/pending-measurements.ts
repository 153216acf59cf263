import type { PendingMeasurement } from '../../../contract/evaluations/measuring'
import type { StudioEvent } from '../../../contract/events'
import type { EventHub } from '../event-hub'

/** The waiting and current measurements, collected from events for pages that load later. */
export class PendingMeasurements {
  private readonly byRun = new Map<string, Map<string, PendingMeasurement>>()

  constructor(hub: Pick<EventHub, 'observe'>) {
    hub.observe((event) => this.follow(event))
  }

  /** Returns the measurements of a run, in the order in which they were requested. */
  of(id: string): PendingMeasurement[] {
    return [...(this.byRun.get(id)?.values() ?? [])]
  }

  private follow(event: StudioEvent): void {
    if (event.type !== 'measuring' && event.type !== 'measuringEnded') return
    const { id, measurement, step } = event
    // A run may be making several by itself, of different steps.
    const key = measurement ?? String(step)
    const ofRun = this.byRun.get(id) ?? new Map<string, PendingMeasurement>()
    if (event.type === 'measuring') ofRun.set(key, { measurement, step, progress: event.progress })
    else ofRun.delete(key)
    if (ofRun.size > 0) this.byRun.set(id, ofRun)
    else this.byRun.delete(id)
  }
}
