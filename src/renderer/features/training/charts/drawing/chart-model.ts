import { startOf } from '../../../run/metrics/metrics-series'
import type { Series } from '../../../run/metrics/metrics-series'
import type { Range } from '../../../run/metrics/metrics-series-math'
import type { StepRange } from '../../../run/metrics/metrics-series-range'
import type { StepMarks } from '../charts-view.svelte'

/** A horizontal reference line. */
export interface Level {
  value: number
  label: string
  color: string
}

export interface ChartLine {
  /** The metric's key. */
  key: string
  color: string
  /** Dash pattern, which distinguishes the line without colour. */
  dash: number[]
  visible: boolean
  /** Whether values are sparse: drawn as dots joined across gaps. */
  sparse: boolean
  /** One value per bucket; NaN if present is none. */
  smoothed: readonly number[]
}

/** The complete content of one chart. */
export interface ChartModel {
  series: Series
  lines: readonly ChartLine[]
  levels: readonly Level[]
  x: StepRange
  /** The range of steps when zoomed out. */
  bounds: StepRange
  y: Range
  /** Number of unsmoothed values of visible lines outside `y`. */
  outside: number
  marks: StepMarks
  logarithmic: boolean
  /** Whether to draw the unsmoothed values behind the lines. */
  raw: boolean
  colors: { grid: string; text: string; font: string }
  formatStep: (step: number, spacing: number) => string
  formatValue: (value: number, spacing: number) => string
}

export interface Point {
  x: number
  y: number
}

/** Returns the middle step of each bucket. */
export const bucketMiddles = (series: Series): number[] =>
  series.step.map((last, i) => (startOf(series, i) + last) / 2)

/** Returns a line's points, with NaN for missing values unless the line is sparse. */
export function toPoints(
  { smoothed, sparse }: ChartLine,
  xs: readonly number[],
  logarithmic: boolean,
): Point[] {
  const points = xs.map((x, i) => {
    const y = smoothed[i] ?? NaN
    // A logarithmic axis cannot show values at or below zero.
    return { x, y: logarithmic && y <= 0 ? NaN : y }
  })
  return sparse ? points.filter(({ y }) => !Number.isNaN(y)) : points
}

/** Returns the start and end (exclusive) of each range without NaN. */
export function contiguousRanges(values: readonly number[]): { begin: number; end: number }[] {
  const found: { begin: number; end: number }[] = []
  let begin = -1
  for (let i = 0; i <= values.length; i++) {
    const present = i < values.length && !Number.isNaN(values[i])
    if (present && begin < 0) begin = i
    if (present || begin < 0) continue
    found.push({ begin, end: i })
    begin = -1
  }
  return found
}
