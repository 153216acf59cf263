import type { ChartLine, ChartModel } from '../../../charts/chart-model'
import { valueRange, withoutOutliers } from '../../../charts/series/metrics-series-math'
import type { Range } from '../../../charts/series/metrics-series-math'
import type { StepRange } from '../../../charts/series/metrics-series-range'

/** A reference line, with a mark in front of its value. */
export interface ReferenceLevel {
  value: number
  mark: string
}

interface Parts {
  lines: readonly ChartLine[]
  /** The {@link viewOf} of each line. */
  views: readonly LineView[]
  levels: readonly ReferenceLevel[]
  visible: StepRange
  bounds: StepRange
  /** The distance between the ticks of the x axis; undefined if the chart chooses. */
  xStep: number | undefined
  /** The range of a chart with a fixed y axis. */
  range: Range | undefined
  logarithmic: boolean
}

interface Formatting {
  color: (token: string) => string
  formatX: ChartModel['formatX']
  formatY: ChartModel['formatY']
  formatLevel: (value: number) => string
}

const NO_MARKS = { checkpoint: [], sample: [], resume: [] }

/** Builds the chart of one metric of several runs. */
export function buildCompareModel(parts: Parts, formatting: Formatting): ChartModel {
  const { lines, views, levels, visible, bounds, xStep, range, logarithmic } = parts
  const { color, formatX, formatY, formatLevel } = formatting
  const shown = views.filter((_, i) => lines[i]?.visible === true)
  const fitted = [...shown.map(({ extremes }) => extremes), levels.map(({ value }) => value)]
  const y = range ?? valueRange(fitted, logarithmic) ?? { min: logarithmic ? 0.1 : 0, max: 1 }
  return {
    ...{ lines, bounds, y, logarithmic, formatX, formatY, x: visible, xStep, marks: NO_MARKS },
    levels: levels.map(({ value, mark }) => ({
      ...{ value, label: `${mark}${formatLevel(value)}`, color: color('--chart-balance') },
    })),
    outside: shown.reduce(
      (sum, { values }) => sum + values.filter((value) => isOutside(value, y, logarithmic)).length,
      0,
    ),
    colors: {
      grid: color('--chart-grid'),
      text: color('--text-3'),
      font: color('--font'),
      ground: color('--surface'),
    },
  }
}

/** The part of a line that is in view, which does not depend on the other lines or the look. */
export interface LineView {
  values: readonly number[]
  /** The least and greatest value, without outliers that would squash the others; empty if there are none. */
  extremes: readonly number[]
}

/** Returns a line's part in view; the line may extend beyond it. */
export function viewOf(
  { xs, smoothed }: Pick<ChartLine, 'xs' | 'smoothed'>,
  { from, to }: StepRange,
  logarithmic: boolean,
): LineView {
  const values = smoothed.filter((_, i) => (xs[i] ?? -1) >= from - 1 && (xs[i] ?? Infinity) <= to)
  const drawn = withoutOutliers(values, logarithmic)
  const extremes = drawn.length === 0 ? [] : [Math.min(...drawn), Math.max(...drawn)]
  return { values, extremes }
}

const isOutside = (value: number, { min, max }: Range, logarithmic: boolean): boolean =>
  (value < min && !(logarithmic && value <= 0)) || value > max
