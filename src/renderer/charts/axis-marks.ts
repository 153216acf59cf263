import type { Chart, Plugin } from 'chart.js'
import type { ChartModel } from './chart-model'

type LineChart = Pick<Chart, 'ctx' | 'chartArea' | 'scales'>

/** Minimum distance between marks, in pixels. */
const MIN_SPACING = 5

/**
 * Draws marks on the time axis: ticks for samples, triangles for checkpoints, and a dashed line for
 * each resume.
 */
export function axisMarksPlugin(model: () => ChartModel | undefined): Plugin<'line'> {
  return {
    id: 'axisMarks',
    afterDatasetsDraw(chart) {
      const shown = model()
      if (shown === undefined) return
      const { ctx } = chart
      ctx.save()
      ctx.strokeStyle = ctx.fillStyle = shown.colors.text
      drawResumes(chart, shown)
      drawSamples(chart, shown)
      drawCheckpoints(chart, shown)
      ctx.restore()
    },
  }
}

/** Returns the steps in view whose marks do not overlap, newest first. */
export function spacedSteps(
  steps: readonly number[],
  { from, to }: { from: number; to: number },
  pixelsPerStep: number,
): number[] {
  const shown: number[] = []
  for (const step of steps.toReversed()) {
    if (step < from || step > to) continue
    const last = shown.at(-1)
    if (last === undefined || (last - step) * pixelsPerStep >= MIN_SPACING) shown.push(step)
  }
  return shown
}

/** Returns the positions of the steps' marks, in pixels from the left. */
function positionsOf(
  { scales, chartArea }: LineChart,
  steps: readonly number[],
  model: ChartModel,
) {
  const { x } = scales
  if (x === undefined) return []
  const perStep = chartArea.width / Math.max(1, model.x.to - model.x.from)
  return spacedSteps(steps, model.x, perStep).map((step) => x.getPixelForValue(step))
}

function drawSamples(chart: LineChart, model: ChartModel): void {
  const { ctx, chartArea } = chart
  ctx.lineWidth = 1
  ctx.beginPath()
  for (const x of positionsOf(chart, model.marks.sample, model)) {
    ctx.moveTo(x, chartArea.bottom)
    ctx.lineTo(x, chartArea.bottom - 5)
  }
  ctx.stroke()
}

function drawCheckpoints(chart: LineChart, model: ChartModel): void {
  const { ctx, chartArea } = chart
  ctx.beginPath()
  for (const x of positionsOf(chart, model.marks.checkpoint, model)) {
    ctx.moveTo(x - 4.5, chartArea.bottom)
    ctx.lineTo(x, chartArea.bottom - 9)
    ctx.lineTo(x + 4.5, chartArea.bottom)
  }
  ctx.fill()
}

function drawResumes(chart: LineChart, model: ChartModel): void {
  const { ctx, chartArea } = chart
  ctx.lineWidth = 1
  ctx.setLineDash([5, 4])
  ctx.beginPath()
  for (const x of positionsOf(chart, model.marks.resume, model)) {
    ctx.moveTo(x, chartArea.top)
    ctx.lineTo(x, chartArea.bottom)
  }
  ctx.stroke()
  ctx.setLineDash([])
}
