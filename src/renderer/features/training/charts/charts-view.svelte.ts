import { SvelteSet } from 'svelte/reactivity'
import { seriesNames } from '../../../../contract/summary'
import type { SeriesName } from '../../../../contract/summary'
import { aligned, bucketOf, spans, startOf } from '../../run/metrics/metrics-series'
import { smooth } from '../../run/metrics/metrics-series-math'
import { panned, widthOf, within, zoomed } from '../../run/metrics/metrics-series-range'
import type { StepRange } from '../../run/metrics/metrics-series-range'
import type { MetricsSeries } from '../../run/metrics/metrics-series.svelte'
import { assess } from './balance'

/** A smoothed point of the charts stands for the steps of one of this many equal parts. */
const POINTS_IN_VIEW = 1000

export interface Reading extends Record<SeriesName, number> {
  /** First and last step of the bucket read. */
  from: number
  to: number
}

/** How a person looks at the charts of a run: smoothing, zoom, cursor, hidden lines. */
export class ChartsView {
  smoothing = $state(0.6)
  logarithmic = $state(false)
  /** The step that is read; undefined reads the newest. */
  cursor = $state<number>()
  /** How wide the charts are drawn: more points than pixels would cost time and show nothing. */
  pixels = $state(800)
  readonly hidden = new SvelteSet<SeriesName>()

  constructor(readonly metrics: MetricsSeries) {}

  /** The steps between the charts' left and right edge. */
  readonly visible = $derived.by(() => this.metrics.range ?? this.metrics.bounds)
  readonly isZoomed = $derived.by(() => this.metrics.range !== undefined)
  readonly series = $derived.by(() => aligned(this.metrics.shown, Math.max(200, this.pixels)))

  readonly smoothed = $derived.by((): Record<SeriesName, number[]> => {
    const { series, smoothing } = this
    const steps = spans(series)
    const unit = Math.max(1, widthOf(this.visible) / POINTS_IN_VIEW)
    const of = (name: SeriesName) => smooth(series[name].mean, steps, smoothing, unit)
    return { lossD: of('lossD'), lossG: of('lossG'), dReal: of('dReal'), dFake: of('dFake') }
  })

  /** The smoothed values at the cursor, or the newest. */
  readonly reading = $derived(this.readingAt(this.cursor ?? Infinity))
  readonly newest = $derived(this.readingAt(Infinity))
  readonly balance = $derived(
    this.newest === undefined
      ? undefined
      : assess(this.newest.to, this.newest.dReal, this.newest.dFake),
  )

  /** Moves the cursor by whole points of the chart, from the newest where there is none. */
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

  toggle(name: SeriesName): void {
    if (!this.hidden.delete(name)) this.hidden.add(name)
  }

  private readingAt(step: number): Reading | undefined {
    const i = bucketOf(this.series, step)
    const to = this.series.step[i]
    if (to === undefined) return undefined
    const values = seriesNames.map((name) => [name, this.smoothed[name][i] ?? NaN])
    const named = Object.fromEntries(values) as Record<SeriesName, number>
    return { from: startOf(this.series, i), to, ...named }
  }
}
