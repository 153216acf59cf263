import type { ChartDataset, ChartOptions, Plugin } from 'chart.js'
import type { Attachment } from 'svelte/attachments'
import { drawLevels } from '../../../charts/chart-marks'
import type { Point } from '../../../charts/chart-model'
import { Chart } from '../../../charts/chart-register'
import { cancelDraw, scheduleDraw } from '../../../charts/draw-queue'
import { tickLabels } from '../../../charts/tick-labels'
import type { PointLine, PointModel } from './point-model'

type PointChart = Chart<'line', Point[]>

const RADIUS = 4
const BEST_RADIUS = 7

interface Inputs {
  model: () => PointModel
  /** Called with the x value under the pointer; undefined when it leaves. */
  onCursor: (x: number | undefined) => void
}

/** Attaches a chart of few points to the canvas and redraws it when its model changes. */
export function pointChart({ model, onCursor }: Inputs): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    let chart: PointChart | undefined
    let shown: PointModel | undefined
    const draw = (): void => {
      if (shown === undefined) return
      chart ??= openChart(canvas, () => shown)
      applyModel(chart, shown)
    }
    const move = ({ offsetX }: PointerEvent): void =>
      onCursor(chart?.scales['x']?.getValueForPixel(offsetX))
    const leave = (): void => onCursor(undefined)
    canvas.addEventListener('pointermove', move)
    canvas.addEventListener('pointerleave', leave)
    $effect(() => {
      shown = model()
      scheduleDraw(draw)
    })
    return () => {
      cancelDraw(draw)
      canvas.removeEventListener('pointermove', move)
      canvas.removeEventListener('pointerleave', leave)
      chart?.destroy()
    }
  }
}

function openChart(canvas: HTMLCanvasElement, model: () => PointModel | undefined): PointChart {
  return new Chart(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: options(getComputedStyle(canvas).fontFamily),
    plugins: [levelsAndCursor(model)],
  })
}

function options(family: string): ChartOptions<'line'> {
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    parsing: false,
    normalized: true,
    events: [],
    font: { family },
    // Space for the level labels, and for points at the edges.
    layout: { padding: { top: 6, right: 66 } },
    elements: { line: { borderWidth: 2, fill: false } },
    datasets: { line: { clip: RADIUS + 2 } },
    scales: {
      x: { type: 'linear', ticks: { includeBounds: false, maxRotation: 0, autoSkipPadding: 24 } },
      y: {
        type: 'linear',
        // The width is the same in all charts, which aligns their axes.
        afterFit: (scale) => void (scale.width = 52),
        ticks: { includeBounds: false, maxTicksLimit: 6 },
      },
    },
  }
}

function levelsAndCursor(model: () => PointModel | undefined): Plugin<'line'> {
  return {
    id: 'levels',
    beforeDatasetsDraw(chart) {
      const shown = model()
      if (shown === undefined) return
      drawLevels(chart, shown.levels, shown.colors.font)
      const x = shown.cursor === undefined ? NaN : chart.scales['x']?.getPixelForValue(shown.cursor)
      if (x === undefined || Number.isNaN(x)) return
      const { ctx, chartArea } = chart
      ctx.strokeStyle = shown.colors.text
      ctx.lineWidth = 1
      ctx.beginPath()
      ctx.moveTo(x, chartArea.top)
      ctx.lineTo(x, chartArea.bottom)
      ctx.stroke()
    },
  }
}

function applyModel(chart: PointChart, model: PointModel): void {
  const { datasets } = chart.data
  const made = model.lines.map((line) => datasetOf(line, model))
  // Chart.js tracks the identity of data set objects, so existing ones are updated in place.
  made.forEach((dataset, i) => Object.assign((datasets[i] ??= dataset), dataset))
  datasets.length = made.length
  applyScales(chart, model)
  chart.update('none')
}

function datasetOf(
  { color, dash, points }: PointLine,
  { logarithmic, colors, cursor }: PointModel,
): ChartDataset<'line', Point[]> {
  // A logarithmic axis cannot show values at or below zero.
  const drawn = points.filter(({ y }) => !logarithmic || y > 0)
  return {
    data: drawn.map(({ x, y }) => ({ x, y })),
    borderColor: color,
    borderDash: dash,
    pointStyle: drawn.map(({ hollow, best }) =>
      best ? 'rectRot' : hollow ? 'triangle' : 'circle',
    ),
    pointRadius: drawn.map(({ x, best }) => (best ? BEST_RADIUS : RADIUS) + (x === cursor ? 2 : 0)),
    pointBorderColor: color,
    pointBorderWidth: 1.5,
    pointBackgroundColor: drawn.map(({ hollow, best }) =>
      hollow && !best ? colors.ground : color,
    ),
  }
}

function applyScales(chart: PointChart, model: PointModel): void {
  const { x, y, logarithmic, colors, formatX, formatY } = model
  const scales = chart.options.scales
  if (scales?.['x'] === undefined || scales['y'] === undefined) return
  const ticks = { color: colors.text }
  const grid = { color: colors.grid }
  Object.assign(scales['x'], { ...x, grid })
  Object.assign(scales['x'].ticks ?? {}, ticks, { callback: tickLabels(formatX) })
  Object.assign(scales['y'], { type: logarithmic ? 'logarithmic' : 'linear', ...y, grid })
  Object.assign(scales['y'].ticks ?? {}, ticks, { callback: tickLabels(formatY) })
}
