import { startOf } from './series/metrics-series'
import type { Series } from './series/metrics-series'
import type { Band } from './series/metrics-bands'
import type { Range } from './series/metrics-series-math'
import type { StepRange } from './series/metrics-series-range'

/** A horizontal reference line. */
export interface Level {
  value: number
  label: string
  color: string
}

/** Steps marked on the x axis. */
export interface StepMarks {
  checkpoint: readonly number[]
  sample: readonly number[]
  /** The steps from which sessions resumed. */
  resume: readonly number[]
}

export interface ChartLine {
  /** Identifies the line: the key of its metric, or the id of its run. */
  key: string
  color: string
  /** Dash pattern, which distinguishes the line without colour. */
  dash: number[]
  visible: boolean
  /** Whether values are sparse: drawn as dots joined across gaps. */
  sparse: boolean
  /** Whether the dots are hollow triangles, for less accurate values. */
  hollow?: boolean
  /** Whether the line is wide and in front of the others. */
  picked?: boolean
  /** The x value of each point, ascending. */
  xs: readonly number[]
  /** One value per point; NaN if there is none. */
  smoothed: readonly number[]
  /** The unsmoothed values drawn behind the line. */
  band?: Band | undefined
}

/** The complete content of one chart. */
export interface ChartModel {
  lines: readonly ChartLine[]
  levels: readonly Level[]
  x: StepRange
  /** The range of the x axis when zoomed out. */
  bounds: StepRange
  /** The distance between the ticks of the x axis; by default, the chart chooses. */
  xStep?: number | undefined
  y: Range
  /** Number of unsmoothed values of visible lines outside `y`. */
  outside: number
  marks: StepMarks
  logarithmic: boolean
  colors: { grid: string; text: string; font: string; ground: string }
  formatX: (value: number, spacing: number) => string
  formatY: (value: number, spacing: number) => string
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
  { xs, smoothed, sparse }: Pick<ChartLine, 'xs' | 'smoothed' | 'sparse'>,
  logarithmic: boolean,
): Point[] {
  const points = xs.map((x, i) => {
    const y = smoothed[i] ?? NaN
    // A logarithmic axis cannot show values at or below zero.
    return { x, y: logarithmic && y <= 0 ? NaN : y }
  })
  return sparse ? points.filter(({ y }) => !Number.isNaN(y)) : points
}

/**
 * Returns the point of a line at an x value: the nearest one, or undefined if the line does not
 * reach that far or has a gap there. For a sparse line, the newest point up to there.
 */
export function pointAt(
  { xs, smoothed, sparse }: Pick<ChartLine, 'xs' | 'smoothed' | 'sparse'>,
  x: number,
): Point | undefined {
  let i = sparse ? lastUpTo(xs, x) : nearest(xs, x)
  while (sparse && i >= 0 && Number.isNaN(smoothed[i])) i--
  const [at, y] = [xs[i], smoothed[i] ?? NaN]
  return at === undefined || Number.isNaN(y) ? undefined : { x: at, y }
}

/** Returns the index of the last of ascending values that is at most `x`; -1 if there is none. */
export function lastUpTo(xs: readonly number[], x: number): number {
  let low = 0
  let high = xs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((xs[middle] ?? Infinity) <= x) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Returns the index nearest to x; -1 if x is outside by more than the distance between points. */
function nearest(xs: readonly number[], x: number): number {
  const before = lastUpTo(xs, x)
  const [left, right] = [xs[before], xs[before + 1]]
  if (left === undefined && right === undefined) return -1
  if (left === undefined) return (right ?? 0) - x <= spacing(xs, 0) ? 0 : -1
  if (right === undefined) return x - left <= spacing(xs, before - 1) ? before : -1
  return x - left <= right - x ? before : before + 1
}

/** The distance between a point and the next, at least 1. */
const spacing = (xs: readonly number[], i: number): number =>
  Math.max(1, (xs[i + 1] ?? 0) - (xs[i] ?? xs[i + 1] ?? 0))

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
