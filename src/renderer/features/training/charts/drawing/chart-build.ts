import { balanced } from '../../../run/metrics/metrics-series'
import { valueRange } from '../../../run/metrics/metrics-series-math'
import type { Range } from '../../../run/metrics/metrics-series-math'
import { chartLines } from '../charts'
import type { ChartKind } from '../charts'
import type { ChartsView } from '../charts-view.svelte'
import type { ChartLine, ChartModel, Level } from './chart-model'

interface Surroundings {
  color: (token: string) => string
  formatValue: (value: number) => string
  formatStep: (step: number) => string
}

/** What one of the charts shows of the view. */
export function buildModel(kind: ChartKind, view: ChartsView, around: Surroundings): ChartModel {
  const { series, smoothing } = view
  const lines = chartLines[kind].map(({ name, token, dash }): ChartLine => {
    const visible = !view.hidden.has(name)
    return { name, color: around.color(token), dash, visible, smoothed: view.smoothed[name] }
  })
  const levels = levelsOf(kind, view, around)
  const logarithmic = kind === 'loss' && view.logarithmic
  return {
    series,
    lines,
    levels,
    x: view.visible,
    bounds: view.metrics.bounds,
    y: kind === 'beliefs' ? { min: 0, max: 1 } : lossRange(view, lines, levels, logarithmic),
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

function levelsOf(
  kind: ChartKind,
  view: ChartsView,
  { color, formatValue }: Surroundings,
): Level[] {
  if (kind === 'beliefs') {
    const value = balanced.dReal
    return [{ value, label: formatValue(value), color: color('--chart-balance') }]
  }
  const shown = (['lossD', 'lossG'] as const).filter((name) => !view.hidden.has(name))
  const tokens = { lossD: '--series-d', lossG: '--series-g' }
  return shown.map((name) => ({
    value: balanced[name],
    label: formatValue(balanced[name]),
    color: color(tokens[name]),
  }))
}

/** Holds the lines and the balance, and of the noise before smoothing what fits. */
function lossRange(
  { series }: ChartsView,
  lines: readonly ChartLine[],
  levels: readonly Level[],
  logarithmic: boolean,
): Range {
  const visible = lines.filter((line) => line.visible)
  const values = visible.flatMap(({ name, smoothed }) => [smoothed, series[name].mean])
  const range = valueRange([...values, levels.map(({ value }) => value)], logarithmic)
  return range ?? { min: logarithmic ? 0.1 : 0, max: 2 }
}
