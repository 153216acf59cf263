import type { Chart, Plugin } from 'chart.js'
import { contiguousRanges, pointAt } from './chart-model'
import type { ChartLine, ChartModel, Level } from './chart-model'

export type LineChart = Pick<
  Chart,
  'ctx' | 'chartArea' | 'scales' | 'canvas' | 'currentDevicePixelRatio'
>

/** Height of a level's label in pixels. */
const LABEL_HEIGHT = 13

/**
 * Draws the background of the smoothed lines: the equilibrium levels, and each line's unsmoothed
 * values with their minimum-to-maximum band. Drawing them as data sets would take Chart.js several
 * times as long.
 */
export function marksPlugin(model: () => ChartModel | undefined): Plugin<'line'> {
  return {
    id: 'marks',
    beforeDatasetsDraw(chart) {
      const shown = model()
      if (shown === undefined) return
      clipped(chart, () => {
        for (const line of shown.lines) if (line.visible) drawRaw(chart, line)
      })
      drawLevels(chart, shown.levels, shown.colors.font)
    },
  }
}

function clipped(chart: LineChart, draw: () => void): void {
  const { ctx, chartArea } = chart
  const { left, top, width, height } = chartArea
  ctx.save()
  ctx.beginPath()
  ctx.rect(left, top, width, height)
  ctx.clip()
  draw()
  ctx.restore()
}

function drawRaw(chart: LineChart, { band, color, xs: positions }: ChartLine): void {
  const { x, y } = chart.scales
  if (x === undefined || y === undefined || band === undefined) return
  const { ctx } = chart
  const xs = positions.map((value) => x.getPixelForValue(value))
  const trace = (values: readonly number[], indices: readonly number[]): void => {
    for (const i of indices) {
      const pixel = y.getPixelForValue(values[i] ?? NaN)
      // Values without a logarithm are drawn at the bottom.
      ctx.lineTo(xs[i] ?? NaN, Number.isFinite(pixel) ? pixel : y.bottom)
    }
  }
  ctx.fillStyle = color
  ctx.strokeStyle = color
  ctx.lineWidth = 1
  for (const { begin, end } of contiguousRanges(band.mean)) {
    const indices = Array.from({ length: end - begin }, (_, n) => begin + n)
    ctx.globalAlpha = 0.08
    ctx.beginPath()
    trace(band.high, indices)
    trace(band.low, [...indices].reverse())
    ctx.fill()
    ctx.globalAlpha = 0.4
    ctx.beginPath()
    trace(band.mean, indices)
    ctx.stroke()
  }
  ctx.globalAlpha = 1
}

/** Draws horizontal reference lines, labelled to the right of the chart. */
export function drawLevels(chart: LineChart, levels: readonly Level[], font: string): void {
  clipped(chart, () => levels.forEach((level) => drawLevel(chart, level)))
  drawLevelLabels(chart, levels, font)
}

const yOf = (chart: LineChart, value: number): number | undefined => {
  const y = chart.scales['y']?.getPixelForValue(value) ?? NaN
  return y >= chart.chartArea.top && y <= chart.chartArea.bottom ? y : undefined
}

function drawLevel(chart: LineChart, { value, color }: Level): void {
  const { ctx, chartArea } = chart
  const y = yOf(chart, value)
  if (y === undefined) return
  ctx.strokeStyle = color
  ctx.lineWidth = 1
  ctx.setLineDash([2, 3])
  ctx.beginPath()
  ctx.moveTo(chartArea.left, y)
  ctx.lineTo(chartArea.right, y)
  ctx.stroke()
  ctx.setLineDash([])
}

/** Draws level labels to the right of the chart without overlaps. */
function drawLevelLabels(chart: LineChart, levels: readonly Level[], font: string): void {
  const { ctx, chartArea } = chart
  const placed = levels
    .map((level) => ({ ...level, y: yOf(chart, level.value) ?? NaN }))
    .filter(({ y }) => Number.isFinite(y))
    .sort((a, b) => a.y - b.y)
  ctx.save()
  ctx.font = `600 11px ${font}`
  ctx.textBaseline = 'middle'
  const heights = spread(
    placed.map(({ y }) => y),
    chartArea.bottom - LABEL_HEIGHT / 2,
  )
  placed.forEach(({ label, color }, i) => {
    ctx.fillStyle = color
    ctx.fillText(label, chartArea.right + 6, heights[i] ?? 0)
  })
  ctx.restore()
}

/**
 * Moves labels apart, and up from below `lowest`, where the labels of the axis are.
 *
 * @param ys the wanted middles of the labels in pixels, ascending
 */
export function spread(ys: readonly number[], lowest: number): number[] {
  let above = -Infinity
  const apart = ys.map((y) => (above = Math.max(y, above + LABEL_HEIGHT)))
  let below = lowest + LABEL_HEIGHT
  return apart
    .toReversed()
    .map((y) => (below = Math.min(y, below - LABEL_HEIGHT)))
    .toReversed()
}

/**
 * Draws the cursor, with a dot on each line, on a separate canvas over the chart.
 *
 * @param cursor its x value
 */
export function drawCursor(
  overlay: HTMLCanvasElement,
  chart: LineChart,
  model: ChartModel,
  cursor: number | undefined,
): void {
  const ctx = overlay.getContext('2d')
  if (ctx === null) return
  const { width, height } = chart.canvas
  // Skips clearing an empty canvas: an unchanged canvas is not repainted.
  if (cursor === undefined && overlay.dataset['drawn'] === undefined) return
  delete overlay.dataset['drawn']
  clear(overlay, ctx, { width, height })
  const { x: xScale, y: yScale } = chart.scales
  if (xScale === undefined || yScale === undefined || cursor === undefined) return
  overlay.dataset['drawn'] = ''
  const x = xScale.getPixelForValue(cursor)
  const ratio = chart.currentDevicePixelRatio
  ctx.scale(ratio, ratio)
  ctx.strokeStyle = model.colors.text
  ctx.beginPath()
  ctx.moveTo(x, chart.chartArea.top)
  ctx.lineTo(x, chart.chartArea.bottom)
  ctx.stroke()
  for (const line of model.lines) {
    const point = line.visible ? pointAt(line, cursor) : undefined
    if (point === undefined || point.x < model.x.from) continue
    ctx.fillStyle = line.color
    ctx.beginPath()
    const at = xScale.getPixelForValue(point.x)
    ctx.arc(at, yScale.getPixelForValue(point.y), 4, 0, 2 * Math.PI)
    ctx.fill()
  }
}

/** Clears a canvas. Setting its size would do so too, but reallocates its pixels. */
function clear(
  canvas: HTMLCanvasElement,
  ctx: CanvasRenderingContext2D,
  { width, height }: Record<'width' | 'height', number>,
): void {
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width
    canvas.height = height
  }
  ctx.resetTransform()
  ctx.clearRect(0, 0, width, height)
}
