import type { Chart } from '../../../../../contract/metrics/charts'
import type { Metric } from '../../../../../contract/metrics/metric'
import type { Loss } from '../../../../../contract/recipe/losses/loss'
import { valueRange } from '../../../run/metrics/metrics-series-math'
import type { Range } from '../../../run/metrics/metrics-series-math'
import type { ChartLine, ChartModel, Level } from './chart-model'
import { dashOf, linesOf } from '../charts'
import type { ChartsView } from '../charts-view.svelte'

interface Surroundings {
  color: (token: string) => string
  formatValue: (value: number) => string
  formatStep: (step: number) => string
}

/** Builds what one chart shows of the view. */
export function buildModel(chart: Chart, view: ChartsView, around: Surroundings): ChartModel {
  const { series, smoothing } = view
  const metrics = linesOf(chart, series.bands)
  const lines = metrics.map((metric) => lineOf(metric, view, around))
  const levels = levelsOf(
    metrics.filter(({ key }) => !view.hidden.has(key)),
    view.loss,
    around,
  )
  const logarithmic = chart.mayBeLogarithmic && view.logarithmic
  return {
    series,
    lines,
    levels,
    x: view.visible,
    bounds: view.metrics.bounds,
    y: chart.range ?? fittingRange(view, lines, levels, logarithmic),
    logarithmic,
    raw: smoothing > 0,
    colors: {
      grid: around.color('--chart-grid'),
      text: around.color('--text-3'),
      font: around.color('--font'),
    },
    formatStep: around.formatStep,
    formatValue: around.formatValue,
  }
}

function lineOf(metric: Metric, view: ChartsView, { color }: Surroundings): ChartLine {
  return {
    key: metric.key,
    color: color(metric.color),
    dash: dashOf(metric),
    visible: !view.hidden.has(metric.key),
    separate: metric.cadence === 'evaluation',
    smoothed: view.smoothed.get(metric.key) ?? [],
  }
}

/** One level per value at equilibrium; a level that several lines share has no line's colour. */
function levelsOf(
  shown: readonly Metric[],
  loss: Loss,
  { color, formatValue }: Surroundings,
): Level[] {
  const tokens = new Map<number, string>()
  for (const metric of shown) {
    const value = metric.baseline?.(loss)
    if (value !== undefined) tokens.set(value, tokens.has(value) ? '--chart-balance' : metric.color)
  }
  return [...tokens].map(([value, token]) => ({
    value,
    label: formatValue(value),
    color: color(token),
  }))
}

/** Covers the lines and the levels, and as much of the unsmoothed noise as fits. */
function fittingRange(
  { series }: ChartsView,
  lines: readonly ChartLine[],
  levels: readonly Level[],
  logarithmic: boolean,
): Range {
  const visible = lines.filter((line) => line.visible)
  const values = visible.flatMap(({ key, smoothed }) => [
    smoothed,
    series.bands.get(key)?.mean ?? [],
  ])
  const range = valueRange([...values, levels.map(({ value }) => value)], logarithmic)
  return range ?? { min: logarithmic ? 0.1 : 0, max: 2 }
}
