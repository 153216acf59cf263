import type { StudioEvent } from '../../src/contract/events'
import type { Metrics } from '../../src/contract/metrics/record'
import type { RunDetail, RunSummary } from '../../src/contract/summary'

export type Event<T extends StudioEvent['type']> = Extract<StudioEvent, { type: T }>

/** A model of a page: the state it loaded, updated by every event since loading began. */
export class Page {
  readonly runs = new Map<string, RunSummary>()
  readonly points = new Map<string, Metrics[]>()
  detail: RunDetail | undefined
  private sinceLoading: StudioEvent[] = []

  async load(detail: Promise<RunDetail>): Promise<void> {
    this.sinceLoading = []
    this.detail = await detail
    for (const event of this.sinceLoading) this.applyToDetail(event)
  }

  pointsOf(id: string): Metrics[] {
    return this.points.get(id) ?? []
  }

  receive(event: StudioEvent): void {
    this.sinceLoading.push(event)
    if (event.type === 'run') this.applyRun(event.run)
    if (event.type === 'runRemoved') this.runs.delete(event.id)
    if (event.type === 'metrics') this.applyMetrics(event)
    if (event.type === 'sample') this.patch(event.id, { sample: event.step })
    this.applyToDetail(event)
  }

  private applyToDetail(event: StudioEvent): void {
    const { detail } = this
    if (detail === undefined || !('id' in event) || event.id !== detail.summary.id) return
    if (event.type === 'checkpoints') detail.checkpoints = event.checkpoints
    if (event.type === 'sample' && !detail.samples.includes(event.step)) {
      detail.samples = [...detail.samples, event.step].sort((a, b) => a - b)
    }
    if (event.type === 'log' && event.entry.at > (detail.log.at(-1)?.at ?? '')) {
      detail.log = [...detail.log, event.entry]
    }
  }

  private applyRun(run: RunSummary): void {
    this.runs.set(run.id, run)
    const kept = this.pointsOf(run.id).filter(({ step }) => step <= run.step)
    this.points.set(run.id, kept)
  }

  private applyMetrics({ id, points, stepsPerSecond, trainedSeconds }: Event<'metrics'>): void {
    const latest = points.at(-1)
    if (latest === undefined) return
    this.patch(id, { latest, step: latest.step, stepsPerSecond, trainedSeconds })
    const last = this.pointsOf(id).at(-1)?.step ?? 0
    this.points.set(id, [...this.pointsOf(id), ...points.filter(({ step }) => step > last)])
  }

  private patch(id: string, change: Partial<RunSummary>): void {
    const run = this.runs.get(id)
    if (run !== undefined) this.runs.set(id, { ...run, ...change })
  }
}
