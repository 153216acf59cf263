import type { Chart, Plugin } from 'chart.js'
import type { ChartModel } from './chart-model'

type LineChart = Pick<Chart, 'ctx' | 'chartArea' | 'scales'>

/** Marks nearer to each other than this many pixels would run together. */
const APART = 5

/**
 * Draws what happened at which steps along the time axis: ticks for samples, triangles for
 * checkpoints, and a dashed line for each resumption.
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
      drawResumptions(chart, shown)
      drawSamples(chart, shown)
      drawCheckpoints(chart, shown)
      ctx.restore()
    },
  }
}

/** The steps in view whose marks stand apart, latest first: the newest is always shown. */
export function standingApart(
  steps: readonly number[],
  { from, to }: { from: number; to: number },
  pixelsPerStep: number,
): number[] {
  const shown: number[] = []
  for (const step of steps.toReversed()) {
    if (step < from || step > to) continue
    const last = shown.at(-1)
    if (last === undefined || (last - step) * pixelsPerStep >= APART) shown.push(step)
  }
  return shown
}

/** Where the marks of some steps are, in pixels from the left. */
function placesOf({ scales, chartArea }: LineChart, steps: readonly number[], model: ChartModel) {
  const { x } = scales
  if (x === undefined) return []
  const perStep = chartArea.width / Math.max(1, model.x.to - model.x.from)
  return standingApart(steps, model.x, perStep).map((step) => x.getPixelForValue(step))
}

function drawSamples(chart: LineChart, model: ChartModel): void {
  const { ctx, chartArea } = chart
  ctx.lineWidth = 1
  ctx.beginPath()
  for (const x of placesOf(chart, model.marks.sample, model)) {
    ctx.moveTo(x, chartArea.bottom)
    ctx.lineTo(x, chartArea.bottom - 5)
  }
  ctx.stroke()
}

function drawCheckpoints(chart: LineChart, model: ChartModel): void {
  const { ctx, chartArea } = chart
  ctx.beginPath()
  for (const x of placesOf(chart, model.marks.checkpoint, model)) {
    ctx.moveTo(x - 4.5, chartArea.bottom)
    ctx.lineTo(x, chartArea.bottom - 9)
    ctx.lineTo(x + 4.5, chartArea.bottom)
  }
  ctx.fill()
}

function drawResumptions(chart: LineChart, model: ChartModel): void {
  const { ctx, chartArea } = chart
  ctx.lineWidth = 1
  ctx.setLineDash([5, 4])
  ctx.beginPath()
  for (const x of placesOf(chart, model.marks.resume, model)) {
    ctx.moveTo(x, chartArea.top)
    ctx.lineTo(x, chartArea.bottom)
  }
  ctx.stroke()
  ctx.setLineDash([])
}
