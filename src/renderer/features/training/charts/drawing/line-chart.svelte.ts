import { untrack } from 'svelte'
import type { ChartOptions } from 'chart.js'
import type { Attachment } from 'svelte/attachments'
import type { StepRange } from '../../../run/metrics/metrics-series-range'
import { axisMarksPlugin } from './axis-marks'
import { drawCursor, marksPlugin } from './chart-marks'
import { bucketMiddles, toPoints } from './chart-model'
import type { ChartModel, Point } from './chart-model'
import { Chart } from './chart-register'
import { cancelDraw, scheduleDraw } from './draw-queue'
import { tickLabels } from './tick-labels'

type LineChart = Chart<'line', Point[]>

interface ChartInputs {
  model: () => ChartModel
  cursor: () => number | undefined
  /** The cursor's canvas, which covers the chart's. */
  overlay: () => HTMLCanvasElement | undefined
  /** Called when the user zooms or pans to these steps. */
  onRange: (range: StepRange) => void
  /** Called with the step under the pointer; undefined when it leaves. */
  onCursor: (step: number | undefined) => void
  /** Called on wheel events without the modifier key for zooming. */
  onPlainWheel: () => void
}

/** Attaches a chart to the canvas and redraws it when its inputs change. */
export function lineChart(inputs: ChartInputs): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    let chart: LineChart | undefined
    let shown: ChartModel | undefined
    const showCursor = (): void => {
      const [overlay, cursor] = [inputs.overlay(), inputs.cursor()]
      if (overlay !== undefined && chart !== undefined && shown !== undefined) {
        drawCursor(overlay, chart, shown, cursor)
      }
    }
    const draw = (): void => {
      if (shown === undefined) return
      chart ??= openChart(canvas, inputs, () => shown)
      applyModel(chart, shown)
      untrack(showCursor)
    }
    const stopFollowing = followPointer(canvas, () => chart, inputs.onCursor)
    $effect(() => {
      shown = inputs.model()
      scheduleDraw(draw)
    })
    $effect(showCursor)
    return () => {
      cancelDraw(draw)
      stopFollowing()
      chart?.destroy()
    }
  }
}

function openChart(
  canvas: HTMLCanvasElement,
  inputs: ChartInputs,
  model: () => ChartModel | undefined,
): LineChart {
  return new Chart(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: chartOptions(inputs, getComputedStyle(canvas).fontFamily),
    plugins: [marksPlugin(model), axisMarksPlugin(model)],
  })
}

function chartOptions(
  { onRange, onPlainWheel }: ChartInputs,
  fontFamily: string,
): ChartOptions<'line'> {
  const report = ({ chart }: { chart: Chart }): void => {
    const x = chart.scales['x']
    if (x !== undefined) onRange({ from: Math.ceil(x.min), to: Math.floor(x.max) })
  }
  const ticks = { precision: 0, includeBounds: false }
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    parsing: false,
    normalized: true,
    events: [],
    font: { family: fontFamily },
    // Space for the level labels.
    layout: { padding: { top: 6, right: 44 } },
    elements: { point: { radius: 0 }, line: { borderWidth: 2, fill: false } },
    scales: {
      x: { type: 'linear', ticks: { ...ticks, maxRotation: 0, autoSkipPadding: 24 } },
      y: {
        type: 'linear',
        // The same width in all charts, to align their time axes.
        afterFit: (scale) => void (scale.width = 48),
        ticks: { includeBounds: false, maxTicksLimit: 7 },
      },
    },
    plugins: {
      zoom: {
        pan: { enabled: true, mode: 'x', modifierKey: 'shift', onPan: report },
        zoom: {
          mode: 'x',
          wheel: { enabled: true, modifierKey: 'ctrl', speed: 0.15 },
          drag: { enabled: true, threshold: 6 },
          pinch: { enabled: true },
          onZoom: report,
          onZoomRejected: onPlainWheel,
        },
      },
    },
  }
}

function followPointer(
  canvas: HTMLCanvasElement,
  getChart: () => LineChart | undefined,
  onCursor: (step: number | undefined) => void,
): () => void {
  const move = (event: PointerEvent): void => {
    const chart = getChart()
    if (chart === undefined) return
    const value = chart.scales['x']?.getValueForPixel(event.offsetX)
    const { left, right } = chart.chartArea
    const inside = event.offsetX >= left && event.offsetX <= right
    onCursor(value !== undefined && inside ? Math.max(1, Math.round(value)) : undefined)
  }
  const leave = (): void => onCursor(undefined)
  canvas.addEventListener('pointermove', move)
  canvas.addEventListener('pointerleave', leave)
  return () => {
    canvas.removeEventListener('pointermove', move)
    canvas.removeEventListener('pointerleave', leave)
  }
}

function applyModel(chart: LineChart, model: ChartModel): void {
  const { series, lines, logarithmic } = model
  const xs = bucketMiddles(series)
  const { datasets } = chart.data
  lines.forEach((line, i) => {
    const data = toPoints(line, xs, logarithmic)
    const style = {
      borderColor: line.color,
      borderDash: line.dash,
      pointBackgroundColor: line.color,
    }
    const dataset = { data, ...style, pointRadius: line.sparse ? 3 : 0, hidden: !line.visible }
    // Chart.js tracks the identity of data set objects, so existing ones are updated in place.
    const existing = datasets[i]
    if (existing === undefined) datasets.push(dataset)
    else Object.assign(existing, dataset)
  })
  datasets.length = lines.length
  applyScales(chart, model)
  chart.update('none')
}

function applyScales(chart: LineChart, model: ChartModel): void {
  const { x, y, bounds, logarithmic, colors, formatStep, formatValue } = model
  const ticks = { color: colors.text }
  const grid = { color: colors.grid }
  const options = chart.options.scales
  if (options?.['x'] === undefined || options['y'] === undefined) return
  Object.assign(options['x'], { min: x.from, max: Math.max(x.to, x.from + 1), grid })
  Object.assign(options['x'].ticks ?? {}, ticks, { callback: tickLabels(formatStep) })
  const type = logarithmic ? 'logarithmic' : 'linear'
  Object.assign(options['y'], { type, min: y.min, max: y.max, grid })
  Object.assign(options['y'].ticks ?? {}, ticks, {
    callback: tickLabels(formatValue),
  })
  const zoom = chart.options.plugins?.zoom
  if (zoom !== undefined) zoom.limits = { x: { min: bounds.from, max: bounds.to, minRange: 9 } }
}
