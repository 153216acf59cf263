import { startOf } from '../../../run/metrics/metrics-series'
import type { Series } from '../../../run/metrics/metrics-series'
import type { Range } from '../../../run/metrics/metrics-series-math'
import type { StepRange } from '../../../run/metrics/metrics-series-range'
import type { StepMarks } from '../charts-view.svelte'

/** A reference level, drawn across the chart. */
export interface Level {
  value: number
  label: string
  color: string
}

export interface ChartLine {
  /** The metric's colour. */
  key: string
  color: string
  /** Dash patterns distinguish the lines without colour. */
  dash: number[]
  visible: boolean
  /** For sparse values: each is drawn as a dot, joined to the one before. */
  separate: boolean
  /** One value per bucket; NaN if there is none. */
  smoothed: readonly number[]
}

/** Everything that one chart shows. */
export interface ChartModel {
  series: Series
  lines: readonly ChartLine[]
  levels: readonly Level[]
  x: StepRange
  /** The full range of steps, when zoomed out. */
  bounds: StepRange
  y: Range
  /** Unsmoothed values of visible lines that lie outside of `y`. */
  outside: number
  marks: StepMarks
  logarithmic: boolean
  /** Whether the unsmoothed values are drawn behind. */
  raw: boolean
  colors: { grid: string; text: string; font: string }
  formatStep: (step: number, spacing: number) => string
  formatValue: (value: number, spacing: number) => string
}

export interface Point {
  x: number
  y: number
}

/** The middle of each bucket. */
export const middles = (series: Series): number[] =>
  series.step.map((last, i) => (startOf(series, i) + last) / 2)

/** A line's points to draw, with a gap where a value is missing unless the line is sparse. */
export function toPoints(
  { smoothed, separate }: ChartLine,
  xs: readonly number[],
  logarithmic: boolean,
): Point[] {
  const points = xs.map((x, i) => {
    const y = smoothed[i] ?? NaN
    // A logarithmic axis cannot show values at or below zero.
    return { x, y: logarithmic && y <= 0 ? NaN : y }
  })
  return separate ? points.filter(({ y }) => !Number.isNaN(y)) : points
}

/** Start and end (exclusive) of each stretch without a gap. */
export function stretches(values: readonly number[]): { begin: number; end: number }[] {
  const found: { begin: number; end: number }[] = []
  let begin = -1
  for (let i = 0; i <= values.length; i++) {
    const there = i < values.length && !Number.isNaN(values[i])
    if (there && begin < 0) begin = i
    if (there || begin < 0) continue
    found.push({ begin, end: i })
    begin = -1
  }
  return found
}
