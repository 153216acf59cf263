import type { Chart } from '../../../../contract/metrics/charts'
import type { Metric } from '../../../../contract/metrics/metric'
import type { Loss } from '../../../../contract/recipe/losses/loss'
import { valueRange, withoutOutliers } from '../../../charts/series/metrics-series-math'
import type { Range } from '../../../charts/series/metrics-series-math'
import type { ChartLine, ChartModel, Level } from '../../../charts/chart-model'
import { dashOf, linesOf } from './charts'
import type { ChartsView } from './charts-view.svelte'

interface Formatting {
  color: (token: string) => string
  formatX: ChartModel['formatX']
  formatY: ChartModel['formatY']
}

/** Builds the model of one chart from the view. */
export function buildModel(chart: Chart, view: ChartsView, formatting: Formatting): ChartModel {
  const { series } = view
  const metrics = linesOf(chart, series.bands)
  const lines = metrics.map((metric) => lineOf(metric, view, formatting))
  const levels = levelsOf(
    metrics.filter(({ key }) => !view.hidden.has(key)),
    view.loss,
    formatting,
  )
  const { mayBeLogarithmic, range } = chart.describe(view.loss)
  const logarithmic = mayBeLogarithmic && view.logarithmic
  const y = range ?? fittingRange(view, lines, levels, logarithmic)
  return {
    lines,
    levels,
    x: view.visible,
    bounds: view.metrics.bounds,
    y,
    outside: countOutside(view, lines, y, logarithmic),
    marks: view.marks,
    logarithmic,
    colors: {
      grid: formatting.color('--chart-grid'),
      text: formatting.color('--text-3'),
      font: formatting.color('--font'),
      ground: formatting.color('--surface'),
    },
    formatX: formatting.formatX,
    formatY: formatting.formatY,
  }
}

function lineOf(metric: Metric, view: ChartsView, { color }: Formatting): ChartLine {
  const sparse = metric.cadence === 'evaluation'
  return {
    key: metric.key,
    color: color(metric.color),
    dash: dashOf(metric),
    visible: !view.hidden.has(metric.key),
    sparse,
    xs: view.xs,
    smoothed: view.smoothed.get(metric.key) ?? [],
    // Without smoothing, the unsmoothed values would be the line itself.
    band: sparse || view.smoothing === 0 ? undefined : view.series.bands.get(metric.key),
  }
}

/** The spacing for which level labels are formatted. */
const LEVEL_PRECISION = 0.01

/** Returns one level per value at equilibrium; levels shared by several lines are neutral. */
function levelsOf(shown: readonly Metric[], loss: Loss, { color, formatY }: Formatting): Level[] {
  const tokens = new Map<number, string>()
  for (const metric of shown) {
    const value = metric.baseline?.(loss)
    if (value !== undefined) tokens.set(value, tokens.has(value) ? '--chart-balance' : metric.color)
  }
  return [...tokens].map(([value, token]) => ({
    value,
    label: formatY(value, LEVEL_PRECISION),
    color: color(token),
  }))
}

/** Returns a range that covers the lines, the levels and the unsmoothed values except outliers. */
function fittingRange(
  { series }: ChartsView,
  lines: readonly ChartLine[],
  levels: readonly Level[],
  logarithmic: boolean,
): Range {
  const visible = lines.filter((line) => line.visible)
  const values = visible.flatMap(({ key, smoothed }) =>
    [smoothed, series.bands.get(key)?.mean ?? []].map((list) => withoutOutliers(list, logarithmic)),
  )
  const range = valueRange([...values, levels.map(({ value }) => value)], logarithmic)
  return range ?? { min: logarithmic ? 0.1 : 0, max: 2 }
}

/** Counts the unsmoothed values of visible lines outside the range. */
function countOutside(
  { series }: ChartsView,
  lines: readonly ChartLine[],
  { min, max }: Range,
  logarithmic: boolean,
): number {
  const values = lines.flatMap(({ visible, key }) =>
    visible ? (series.bands.get(key)?.mean ?? []) : [],
  )
  return values.filter((value) => (value < min && !(logarithmic && value <= 0)) || value > max)
    .length
}
