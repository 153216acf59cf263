import type { ChartLine, ChartModel } from '../../../charts/chart-model'
import type { ChartsView } from '../charts/charts-view.svelte'
import type { HardwareChart, HardwareLine } from './hardware-charts'

interface Formatting {
  color: (token: string) => string
  formatX: ChartModel['formatX']
  formatY: ChartModel['formatY']
}

/** Builds the model of one chart. @param steps the step of each sample */
export function buildHardwareModel(
  { lines, most }: HardwareChart,
  steps: readonly number[],
  view: ChartsView,
  { color, formatX, formatY }: Formatting,
): ChartModel {
  return {
    lines: lines.map((line) => chartLine(line, steps, color)),
    levels: [],
    x: view.visible,
    bounds: view.metrics.bounds,
    y: { min: 0, max: most },
    outside: 0,
    marks: { checkpoint: [], sample: [], resume: view.marks.resume },
    logarithmic: false,
    colors: {
      grid: color('--chart-grid'),
      text: color('--text-3'),
      font: color('--font'),
      ground: color('--surface'),
    },
    ...{ formatX, formatY },
  }
}

export const chartLine = (
  { key, color, dash, values }: HardwareLine,
  steps: readonly number[],
  colorOf: (token: string) => string,
): ChartLine => ({
  ...{ key, dash, visible: true, sparse: false, xs: steps, smoothed: values },
  color: colorOf(color),
})
