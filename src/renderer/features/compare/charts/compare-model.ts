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
  const { lines, levels, visible, bounds, xStep, range, logarithmic } = parts
  const { color, formatX, formatY, formatLevel } = formatting
  const values = lines.filter((line) => line.visible).map((line) => valuesIn(line, visible))
  const levelValues = levels.map(({ value }) => value)
  const y = range ?? fittingRange(values, levelValues, logarithmic)
  return {
    ...{ lines, bounds, y, logarithmic, formatX, formatY, x: visible, xStep, marks: NO_MARKS },
    levels: levels.map(({ value, mark }) => ({
      ...{ value, label: `${mark}${formatLevel(value)}`, color: color('--chart-balance') },
    })),
    outside: values.flat().filter((value) => isOutside(value, y, logarithmic)).length,
    colors: {
      grid: color('--chart-grid'),
      text: color('--text-3'),
      font: color('--font'),
      ground: color('--surface'),
    },
  }
}

/** A line's values in view; the line may extend beyond them. */
const valuesIn = ({ xs, smoothed }: ChartLine, { from, to }: StepRange): number[] =>
  smoothed.filter((_, i) => (xs[i] ?? -1) >= from - 1 && (xs[i] ?? Infinity) <= to)

/** A range that covers all values except a few outliers, which would squash the others. */
function fittingRange(
  values: readonly (readonly number[])[],
  levels: readonly number[],
  logarithmic: boolean,
): Range {
  const drawn = values.map((list) => withoutOutliers([...list], logarithmic))
  return valueRange([...drawn, levels], logarithmic) ?? { min: logarithmic ? 0.1 : 0, max: 1 }
}

const isOutside = (value: number, { min, max }: Range, logarithmic: boolean): boolean =>
  (value < min && !(logarithmic && value <= 0)) || value > max
