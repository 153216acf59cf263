import type { SeriesName } from '../../../../../contract/summary'
import { startOf } from '../../../run/metrics/metrics-series'
import type { Series } from '../../../run/metrics/metrics-series'
import type { Range } from '../../../run/metrics/metrics-series-math'
import type { StepRange } from '../../../run/metrics/metrics-series-range'

/** A level worth knowing, drawn across the chart. */
export interface Level {
  value: number
  label: string
  color: string
}

export interface ChartLine {
  name: SeriesName
  color: string
  /** Dashes tell the lines apart without colour. */
  dash: number[]
  visible: boolean
  /** One value a bucket. */
  smoothed: readonly number[]
}

/** Everything that one chart shows. */
export interface ChartModel {
  series: Series
  lines: readonly ChartLine[]
  levels: readonly Level[]
  x: StepRange
  /** The steps that there are to zoom out to. */
  bounds: StepRange
  y: Range
  logarithmic: boolean
  /** Whether the values before smoothing are drawn behind. */
  raw: boolean
  colors: { grid: string; text: string; font: string }
  formatStep: (step: number) => string
  formatValue: (value: number) => string
}

export interface Point {
  x: number
  y: number
}

/** The middle of each bucket. */
export const middles = (series: Series): number[] =>
  series.step.map((last, i) => (startOf(series, i) + last) / 2)

export function toPoints(xs: readonly number[], ys: readonly number[]): Point[] {
  return xs.map((x, i) => ({ x, y: ys[i] ?? NaN }))
}
