import { untrack } from 'svelte'
import type { StudioEvent } from '../../../contract/events'
import { isLive } from '../../../contract/run'
import type { RunSummary } from '../../../contract/summary'
import { bucketMiddles } from '../../charts/chart-model'
import { POINTS_IN_VIEW, smoothedLines } from '../../charts/lines'
import { aligned } from '../../charts/series/metrics-series'
import { MetricsSeries } from '../../charts/series/metrics-series.svelte'
import { throttledFrames } from '../../charts/series/throttled-frames'
import { widthOf } from '../../charts/series/metrics-series-range'
import type { StepRange } from '../../charts/series/metrics-series-range'
import type { CompareAxis } from '../../state/page/routes'
import { setTimer } from '../../state/page/toasts.svelte'
import type { StudioState } from '../../state/studio.svelte'
import { QualityView } from '../quality/quality-view.svelte'
import { RunView } from '../run/run-view.svelte'
import { runAxis } from './axis/run-axis'
import type { DescribedRun } from './settings/differences'

/** The state of the charts that a run's lines depend on. */
export interface SharedView {
  readonly axis: CompareAxis
  readonly smoothing: number
  /** Width of a chart in pixels, which limits the number of points. */
  readonly pixels: number
  /** The x values in view. */
  readonly visible: StepRange
}

/** The charts are about half as wide as those of a single run. */
const BUCKETS = 400

const NO_SESSIONS = [] as const

/** All compared data of one run, kept up to date by the host's events. */
export class ComparedRun {
  readonly id: string
  readonly view: RunView
  readonly quality: QualityView

  constructor(
    private readonly studio: Pick<StudioState, 'client' | 'report' | 'runs'>,
    private readonly first: RunSummary,
    private readonly shared: SharedView,
  ) {
    this.id = first.id
    const metrics = new MetricsSeries(studio.client, first.id, throttledFrames(), BUCKETS)
    this.view = new RunView(studio.client, first.id, studio.report, setTimer, metrics)
    this.quality = new QualityView(studio.client, first.id)
  }

  readonly summary = $derived.by(() => this.studio.runs.get(this.id) ?? this.first)
  /* These change less often than the summary of a live run, and so does what is drawn from them. */
  readonly name = $derived.by(() => this.summary.name)
  readonly config = $derived.by(() => this.summary.config)
  private readonly engine = $derived.by(() => this.summary.engine)
  private readonly totalSteps = $derived.by(() => this.summary.totalSteps)
  private readonly stepsPerEpoch = $derived.by(() => this.summary.stepsPerEpoch)
  private readonly from = $derived.by(() => this.summary.from)
  /** The facts in which the settings of runs may differ. */
  readonly described = $derived.by((): DescribedRun => {
    const { config, engine, totalSteps, stepsPerEpoch, from } = this
    return { config, engine, totalSteps, stepsPerEpoch, from }
  })

  private readonly sessions = $derived.by(() => this.view.detail?.sessions ?? NO_SESSIONS)

  /** Changes only when new steps are drawn, not with every event of a live run. */
  readonly axis = $derived.by(() => {
    const { axis } = this.shared
    const { sessions } = this
    void this.view.metrics.whole
    return untrack(() => {
      const { summary } = this
      const { step, trainedSeconds } = summary
      const live = isLive(summary.state) ? { step, seconds: trainedSeconds ?? 0 } : undefined
      return runAxis(axis, summary, sessions, live)
    })
  })
  /** The x value of the last step. */
  readonly end = $derived.by(() => this.axis.at(this.view.metrics.lastStep))

  /** The maximum number of buckets drawn, a multiple of 100, so that similar widths share it. */
  private readonly most = $derived.by(() => Math.max(2, Math.ceil(this.shared.pixels / 100)) * 100)
  /** The steps in view, in buckets. */
  readonly series = $derived.by(() => aligned(this.view.metrics.shown, this.most))
  /** The x value of each bucket. */
  readonly xs = $derived.by(() => bucketMiddles(this.series).map((step) => this.axis.at(step)))
  /** The number of steps per smoothed point. */
  private readonly unit = $derived.by(() => {
    const perStep = Math.max(1e-9, this.end / Math.max(1, this.view.metrics.lastStep))
    return Math.max(1, widthOf(this.shared.visible) / perStep / POINTS_IN_VIEW)
  })
  /** The smoothed values of each metric, one per bucket. */
  readonly lines = $derived.by(() => smoothedLines(this.series, this.shared.smoothing, this.unit))

  /** Whether values that the charts draw are still to come. */
  readonly loading = $derived.by(() => {
    const { view, quality, summary } = this
    const metrics = !view.metrics.loaded && view.metrics.error === undefined
    const isMeasured = summary.quality !== null
    return (
      metrics || (isMeasured && quality.evaluations === undefined && quality.error === undefined)
    )
  })

  /** Loads the metrics first, which take up most of the screen. */
  load(): void {
    this.view.metrics.ensureLoaded()
    void this.quality.load()
    void this.view.loadDetail()
  }

  /** Loads what has changed since events were missed. */
  resync(): void {
    void this.view.load()
    this.quality.resync()
  }

  handleEvent(event: StudioEvent): void {
    this.view.handleEvent(event)
    this.quality.handleEvent(event)
  }

  /** Loads finer values for these x values; undefined for the whole run. */
  zoomTo(range: StepRange | undefined): void {
    const { axis } = this
    const { metrics } = this.view
    if (range === undefined && metrics.range === undefined) return
    metrics.zoomTo(
      range && { from: Math.floor(axis.stepAt(range.from)), to: Math.ceil(axis.stepAt(range.to)) },
    )
  }
}
