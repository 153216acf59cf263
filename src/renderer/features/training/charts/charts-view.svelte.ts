import { SvelteSet } from 'svelte/reactivity'
import { dFake } from '../../../../contract/metrics/d-fake'
import { dReal } from '../../../../contract/metrics/d-real'
import type { Loss } from '../../../../contract/recipe/losses/loss'
import { aligned, bucketOf } from '../../../charts/series/metrics-series'
import {
  panRange,
  widthOf,
  clampRange,
  zoomRange,
} from '../../../charts/series/metrics-series-range'
import type { StepRange } from '../../../charts/series/metrics-series-range'
import type { MetricsSeries } from '../../../charts/series/metrics-series.svelte'
import { bucketMiddles } from '../../../charts/chart-model'
import type { StepMarks } from '../../../charts/chart-model'
import type { ChartsControl } from '../../../charts/charts-control'
import { DEFAULT_SMOOTHING, POINTS_IN_VIEW, readLines, smoothedLines } from '../../../charts/lines'
import { assess } from './balance'
import { chartsOf } from './charts'

/** The state of a run's charts: smoothing, zoom, cursor, hidden lines. */
export class ChartsView implements ChartsControl {
  smoothing = $state(DEFAULT_SMOOTHING)
  logarithmic = $state(false)
  /** The step at the cursor; undefined for the newest. */
  cursor = $state<number>()
  /** Width of the charts in pixels, which limits the number of points. */
  pixels = $state(800)
  /** Keys of metrics. */
  readonly hidden = new SvelteSet<string>()

  /** @param loss the loss that the run trains with */
  constructor(
    readonly metrics: MetricsSeries,
    readonly loss: Loss,
    private readonly getMarks: () => StepMarks = () => ({ checkpoint: [], sample: [], resume: [] }),
  ) {}

  get marks(): StepMarks {
    return this.getMarks()
  }

  /** The steps in view. */
  readonly visible = $derived.by(() => this.metrics.range ?? this.metrics.bounds)
  readonly isZoomed = $derived.by(() => this.metrics.range !== undefined)
  readonly series = $derived.by(() => aligned(this.metrics.shown, Math.max(200, this.pixels)))

  /** The middle step of each bucket. */
  readonly xs = $derived.by(() => bucketMiddles(this.series))

  /** The charts that the run has data for. */
  readonly charts = $derived.by(() => chartsOf(this.metrics.whole.bands))
  /** True if one of them can have a logarithmic y axis. */
  readonly mayBeLogarithmic = $derived.by(() =>
    this.charts.some((chart) => chart.describe(this.loss).mayBeLogarithmic),
  )

  readonly smoothed = $derived.by(() => {
    const unit = Math.max(1, widthOf(this.visible) / POINTS_IN_VIEW)
    return smoothedLines(this.series, this.smoothing, unit)
  })

  /** The smoothed newest values of the whole run, whatever the charts' width and zoom. */
  readonly newest = $derived.by(() => {
    const { whole, bounds } = this.metrics
    const unit = Math.max(1, widthOf(bounds) / POINTS_IN_VIEW)
    return readLines(whole, smoothedLines(whole, this.smoothing, unit), Infinity)
  })
  /** The smoothed values at the cursor, or the newest. */
  readonly reading = $derived.by(() =>
    this.cursor === undefined ? this.newest : readLines(this.series, this.smoothed, this.cursor),
  )
  readonly position = $derived.by(() => this.reading?.to ?? this.visible.from)
  /** The middle of the bucket with the cursor's step. */
  readonly cursorX = $derived.by(() =>
    this.cursor === undefined ? undefined : this.xs[bucketOf(this.series, this.cursor)],
  )
  /** Undefined if the run lacks the metrics for an assessment. */
  readonly balance = $derived.by(() => {
    const [real, fake] = [dReal, dFake].map(({ key }) => this.newest?.values.get(key))
    if (this.newest === undefined || real === undefined || fake === undefined) return undefined
    return assess(this.newest.to, this.loss.lead?.(real, fake))
  })

  /** Moves the cursor by a number of points, starting from the newest if there is no cursor. */
  moveCursor(buckets: number): void {
    const { series } = this
    const last = series.step.length - 1
    const at = this.cursor === undefined ? last : bucketOf(series, this.cursor)
    this.cursor = series.step[Math.min(last, Math.max(0, at + buckets))]
  }

  setRange(range: StepRange): void {
    this.metrics.zoomTo(clampRange(range, this.metrics.bounds))
  }

  zoom(factor: number): void {
    this.metrics.zoomTo(zoomRange(this.visible, this.metrics.bounds, factor, this.cursor))
  }

  pan(share: number): void {
    this.metrics.zoomTo(panRange(this.visible, this.metrics.bounds, share))
  }

  resetZoom(): void {
    this.metrics.zoomTo(undefined)
  }

  toggle(key: string): void {
    if (!this.hidden.delete(key)) this.hidden.add(key)
  }
}
