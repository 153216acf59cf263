import { SvelteSet } from 'svelte/reactivity'
import { toReport } from '../../../contract/errors'
import type { ErrorReport } from '../../../contract/errors'
import type { Evaluation } from '../../../contract/evaluations/evaluation'
import { protocolKey } from '../../../contract/evaluations/protocol-key'
import type { StudioEvent } from '../../../contract/events'
import type { Notice } from '../../../contract/notices'
import type { StudioClient } from '../../../contract/rpc'
import { createInRoot, perStudio } from '../../state/per-studio.svelte'
import type { StudioState } from '../../state/studio.svelte'
import { chartsOf, stepsOf } from './evaluation-lines'
import type { MeasureFormOptions } from './measure/measure-form.svelte'
import { afterEvent, measurementOf, without, withMeasurement } from './measurements'
import type { Measurement } from './measurements'
import { protocolGroups, withEvaluation } from './protocols'

/** How a requested measurement ended: with a result, an error, or cancelled. */
export interface MeasureEnd {
  step: number
  error: ErrorReport | null
  reused?: boolean
  cancelled?: boolean
}

/** The measured quality of one run's images, kept up to date by the host's events. */
export class QualityView {
  /** Undefined until loaded; by step, then by time. */
  evaluations = $state.raw<readonly Evaluation[]>()
  /** Evaluations that could not be read. */
  warnings = $state.raw<readonly Notice[]>([])
  /** The error of the last load, if it failed. */
  error = $state.raw<ErrorReport>()
  /** The measurements of this run that are waiting or in progress. */
  measuring = $state.raw<readonly Measurement[]>([])
  /** False if this studio does not measure runs by itself. */
  automatic = $state(true)
  /** How the last requested measurement ended. */
  ended = $state.raw<MeasureEnd>()
  /** The chosen protocol; undefined for that of the last measurement. */
  chosen = $state<string>()
  /** The step at the cursor of the charts; undefined for the newest. */
  cursor = $state<number>()
  logarithmic = $state(false)
  /** Keys of metrics whose lines are hidden. */
  readonly hidden = new SvelteSet<string>()

  readonly groups = $derived(protocolGroups(this.evaluations ?? []))
  /** The evaluations shown; undefined if there are none. */
  readonly group = $derived(this.groups.find(({ key }) => key === this.chosen) ?? this.groups[0])
  readonly charts = $derived(chartsOf(this.group?.evaluations ?? []))
  readonly steps = $derived(stepsOf(this.group?.evaluations ?? []))

  /** The steps measured with any protocol. */
  readonly measuredSteps = $derived(stepsOf(this.evaluations ?? []))

  private loads = 0
  /** Events received while loading, which may be newer than what is loaded. */
  private queued: StudioEvent[] | undefined
  /** When a session of the run last began or ended, as far as known. */
  private changedAt: string | undefined
  /** Requests that have not been answered; their end may be reported before the answer arrives. */
  private requests = 0
  private endedEarly: readonly string[] = []

  constructor(
    private readonly client: StudioClient,
    readonly id: string,
  ) {}

  async load(): Promise<void> {
    const mine = ++this.loads
    this.queued = []
    try {
      const of = { id: this.id }
      const [{ evaluations, warnings }, { measurements, automatic }] = await Promise.all([
        this.client.call('evaluations.list', of),
        // The next event shows what is pending, if this fails.
        this.client
          .call('evaluations.pending', of)
          .catch(() => ({ measurements: [], automatic: this.automatic })),
      ])
      if (mine !== this.loads) return
      this.evaluations = evaluations
      this.warnings = warnings
      this.automatic = automatic
      this.error = undefined
      for (const event of this.queued) this.addEvaluation(event)
      this.measuring = this.queued.reduce(afterEvent, measurements.map(measurementOf))
    } catch (error) {
      if (mine !== this.loads) return
      this.error = toReport(error)
    }
    this.queued = undefined
  }

  /** Reloads after events may have been missed, among them the end of a measurement. */
  resync(): void {
    this.measuring = []
    void this.load()
  }

  /** Applies an event of this run. */
  handleEvent(event: StudioEvent): void {
    this.measuring = afterEvent(this.measuring, event)
    this.queued?.push(event)
    this.addEvaluation(event)
    if (event.type === 'measuringEnded') this.end(event)
    if (event.type === 'evaluationsChanged') void this.load()
    if (event.type !== 'run') return
    // A session that started over has set the evaluations aside.
    const { changedAt } = event.run
    if (this.changedAt !== undefined && this.changedAt !== changedAt) void this.load()
    this.changedAt = changedAt
  }

  private addEvaluation(event: StudioEvent): void {
    if (event.type !== 'evaluation' || this.evaluations === undefined) return
    this.evaluations = withEvaluation(this.evaluations, event.evaluation)
  }

  private end({
    measurement,
    step,
    evaluation,
    reused,
    error,
  }: Extract<StudioEvent, { type: 'measuringEnded' }>): void {
    if (measurement === null) return
    if (this.requests > 0) this.endedEarly = [...this.endedEarly, measurement]
    this.ended = { step, error, reused, cancelled: evaluation === null && error === null }
    if (evaluation !== null) this.chosen = protocolKey(evaluation)
  }

  /** Requests a full pass of a checkpoint. */
  async measure(step: number, options: MeasureFormOptions = {}): Promise<void> {
    this.ended = undefined
    this.requests++
    try {
      const { measurement: id } = await this.client.call('evaluations.measure', {
        ...options,
        ...{ id: this.id, step },
      })
      if (!this.endedEarly.includes(id) && !this.measuring.some((other) => other.id === id)) {
        this.measuring = withMeasurement(this.measuring, { id, step, progress: null })
      }
    } catch (error) {
      this.ended = { step, error: toReport(error) }
    }
    if (--this.requests === 0) this.endedEarly = []
  }

  async cancel(measurement: string): Promise<void> {
    try {
      await this.client.call('evaluations.cancel', { measurement })
      const cancelled = this.measuring.find(({ id }) => id === measurement)
      if (cancelled === undefined) return
      this.measuring = without(this.measuring, cancelled)
      this.ended = { step: cancelled.step, error: null, cancelled: true }
    } catch (error) {
      const step = this.measuring.find(({ id }) => id === measurement)?.step ?? 0
      this.ended = { step, error: toReport(error) }
    }
  }

  /** Moves the cursor by a number of measured steps, starting from the newest. */
  moveCursor(by: number): void {
    const last = this.steps.length - 1
    const at = this.cursor === undefined ? last : this.steps.indexOf(this.cursor)
    this.cursor = this.steps[Math.min(last, Math.max(0, at + by))]
  }

  /** Moves the cursor to the measured step that is nearest. */
  pointAt(step: number | undefined): void {
    this.cursor =
      step === undefined
        ? undefined
        : this.steps.toSorted((a, b) => Math.abs(a - step) - Math.abs(b - step))[0]
  }

  toggle(key: string): void {
    if (!this.hidden.delete(key)) this.hidden.add(key)
  }
}

const viewsOf = perStudio((studio) => new QualityViews(studio))

/** Returns the quality of a run and loads it; the last one opened is kept up to date. */
export const openQuality = (studio: StudioState, id: string): QualityView =>
  viewsOf(studio).open(id)

class QualityViews {
  private current: QualityView | undefined

  constructor(private readonly studio: StudioState) {
    studio.connection.onSync(() => this.current?.resync())
    studio.connection.onEvent((event) => {
      const id = event.type === 'run' ? event.run.id : 'id' in event ? event.id : undefined
      if (id === this.current?.id) this.current?.handleEvent(event)
    })
  }

  open(id: string): QualityView {
    if (this.current?.id === id) return this.current
    const { client } = this.studio
    this.current = createInRoot(() => new QualityView(client, id))
    // Before the handshake, calls would fail; the handshake loads the view.
    if (this.studio.connection.status === 'connected') void this.current.load()
    return this.current
  }
}
