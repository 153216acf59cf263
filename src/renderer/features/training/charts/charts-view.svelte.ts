import { SvelteSet } from 'svelte/reactivity'
import { dFake } from '../../../../contract/metrics/d-fake'
import { dReal } from '../../../../contract/metrics/d-real'
import type { Loss } from '../../../../contract/recipe/losses/loss'
import { aligned, bucketOf } from '../../run/metrics/metrics-series'
import { panned, widthOf, within, zoomed } from '../../run/metrics/metrics-series-range'
import type { StepRange } from '../../run/metrics/metrics-series-range'
import type { MetricsSeries } from '../../run/metrics/metrics-series.svelte'
import { assess } from './balance'
import { chartsOf } from './charts'
import { readLines, smoothedLines } from './lines'

/** Smoothing divides the steps into this many equal parts, one per smoothed point. */
const POINTS_IN_VIEW = 1000

/** The losses of a GAN swing with each batch; what matters shows only through this much of it. */
const DEFAULT_SMOOTHING = 0.9

/** What happened at which steps. */
export interface StepMarks {
  checkpoint: readonly number[]
  sample: readonly number[]
  /** The steps from which sessions resumed. */
  resume: readonly number[]
}

/** The view of a run's charts: smoothing, zoom, cursor, hidden lines. */
export class ChartsView {
  smoothing = $state(DEFAULT_SMOOTHING)
  logarithmic = $state(false)
  /** The step under the cursor; undefined for the newest. */
  cursor = $state<number>()
  /** How wide the charts are drawn: more points than pixels would cost time and show nothing. */
  pixels = $state(800)
  /** Keys of metrics. */
  readonly hidden = new SvelteSet<string>()

  /** @param loss the loss that the run trains with */
  constructor(
    readonly metrics: MetricsSeries,
    readonly loss: Loss,
    private readonly marksNow: () => StepMarks = () => ({ checkpoint: [], sample: [], resume: [] }),
  ) {}

  get marks(): StepMarks {
    return this.marksNow()
  }

  /** The steps between the charts' left and right edge. */
  readonly visible = $derived.by(() => this.metrics.range ?? this.metrics.bounds)
  readonly isZoomed = $derived.by(() => this.metrics.range !== undefined)
  readonly series = $derived.by(() => aligned(this.metrics.shown, Math.max(200, this.pixels)))

  /** The charts that the run has data for. */
  readonly charts = $derived.by(() => chartsOf(this.metrics.whole.bands))

  readonly smoothed = $derived.by(() => {
    const unit = Math.max(1, widthOf(this.visible) / POINTS_IN_VIEW)
    return smoothedLines(this.series, this.smoothing, unit)
  })

  /** The smoothed values at the cursor, or the newest. */
  readonly reading = $derived.by(() =>
    readLines(this.series, this.smoothed, this.cursor ?? Infinity),
  )
  readonly newest = $derived.by(() => readLines(this.series, this.smoothed, Infinity))
  /** Undefined if the run lacks the metrics to judge by. */
  readonly balance = $derived.by(() => {
    if (this.loss.equilibrium.confidence === undefined) return undefined
    const [real, fake] = [dReal, dFake].map(({ key }) => this.newest?.values.get(key))
    if (this.newest === undefined || real === undefined || fake === undefined) return undefined
    return assess(this.newest.to, real, fake)
  })

  /**
   * Moves the cursor by whole points of the chart, starting from the newest if there is no cursor.
   */
  moveCursor(buckets: number): void {
    const { series } = this
    const last = series.step.length - 1
    const at = this.cursor === undefined ? last : bucketOf(series, this.cursor)
    this.cursor = series.step[Math.min(last, Math.max(0, at + buckets))]
  }

  setRange(range: StepRange): void {
    this.metrics.zoomTo(within(range, this.metrics.bounds))
  }

  zoom(factor: number): void {
    this.metrics.zoomTo(zoomed(this.visible, this.metrics.bounds, factor, this.cursor))
  }

  pan(share: number): void {
    this.metrics.zoomTo(panned(this.visible, this.metrics.bounds, share))
  }

  resetZoom(): void {
    this.metrics.zoomTo(undefined)
  }

  toggle(key: string): void {
    if (!this.hidden.delete(key)) this.hidden.add(key)
  }
}
