import { untrack } from 'svelte'
import type { ChartDataset, ChartOptions } from 'chart.js'
import type { Attachment } from 'svelte/attachments'
import type { StepRange } from './series/metrics-series-range'
import { axisMarksPlugin } from './axis-marks'
import { drawCursor, marksPlugin } from './chart-marks'
import type { ChartLine, ChartModel, Point } from './chart-model'
import { Chart } from './chart-register'
import { cancelDraw, scheduleDraw } from './draw-queue'
import { followPointer } from './follow-pointer'
import { keptPoints } from './kept-points'
import { nearestLine } from './nearest-line'
import { tickLabels } from './tick-labels'

type LineChart = Chart<'line', Point[]>

/** A click picks a line at most this far away, in pixels. */
const PICK_WITHIN = 10

interface ChartInputs {
  model: () => ChartModel
  /** The x value of the cursor. */
  cursor: () => number | undefined
  /** The cursor's canvas, which covers the chart's. */
  overlay: () => HTMLCanvasElement | undefined
  /** True while nothing needs to be drawn, as the chart is out of view. */
  paused?: () => boolean
  /** Called when the user zooms or pans to these x values. */
  onRange: (range: StepRange) => void
  /** Called with the x value under the pointer; undefined when it leaves. */
  onCursor: (x: number | undefined) => void
  /** Called with the key of a line that was clicked. */
  onPick?: ((key: string) => void) | undefined
  /** Called on wheel events without the modifier key for zooming. */
  onPlainWheel: () => void
}

/** Attaches a chart to the canvas and redraws it when its inputs change. */
export function lineChart(inputs: ChartInputs): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    let chart: LineChart | undefined
    let shown: ChartModel | undefined
    const showCursor = (): void => {
      if (inputs.paused?.() === true) return
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
    const pick = (place: Point): void => {
      const key = chart && shown && inputs.onPick && lineAt(chart, shown, place)
      if (key !== undefined) inputs.onPick?.(key)
    }
    const stopFollowing = followPointer(canvas, {
      move: (x) => inputs.onCursor(x === undefined ? undefined : valueAt(chart, x)),
      click: pick,
    })
    $effect(() => {
      if (inputs.paused?.() === true) return
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

/** Returns the x value at a horizontal position in pixels; undefined outside the axes. */
function valueAt(chart: LineChart | undefined, pixel: number): number | undefined {
  if (chart === undefined) return undefined
  const { left, right } = chart.chartArea
  const value = chart.scales['x']?.getValueForPixel(pixel)
  return value === undefined || pixel < left || pixel > right
    ? undefined
    : Math.max(1, Math.round(value))
}

/** Returns the key of the line at a place in pixels. */
function lineAt(
  { scales: { x, y } }: LineChart,
  { lines, logarithmic }: ChartModel,
  place: Point,
): string | undefined {
  if (x === undefined || y === undefined) return undefined
  const toPixels = (point: Point): Point => ({
    x: x.getPixelForValue(point.x),
    y: y.getPixelForValue(point.y),
  })
  return nearestLine(lines, place, toPixels, { within: PICK_WITHIN, logarithmic })
}

function applyModel(chart: LineChart, model: ChartModel): void {
  const { lines } = model
  const { datasets } = chart.data
  lines.forEach((line, i) => {
    const dataset = datasetOf(line, model)
    // Chart.js tracks the identity of data sets and their points, so existing ones are kept.
    const existing = datasets[i]
    if (existing === undefined) datasets.push(dataset)
    else Object.assign(existing, dataset)
  })
  datasets.length = lines.length
  applyScales(chart, model)
  chart.update('none')
}

function datasetOf(
  line: ChartLine,
  { logarithmic, colors }: ChartModel,
): ChartDataset<'line', Point[]> {
  const { color, sparse, hollow = false, picked = false } = line
  return {
    data: keptPoints(line, logarithmic),
    borderColor: color,
    borderDash: line.dash,
    borderWidth: picked ? 3 : 2,
    // The line with the lowest order is in front.
    order: picked ? 0 : 1,
    pointStyle: hollow ? 'triangle' : 'circle',
    pointRadius: sparse ? (hollow ? 4 : 3) : 0,
    // Lists, as Chart.js would not update options that all points of a line share.
    pointBorderColor: sparse ? [color] : color,
    pointBackgroundColor: sparse ? [hollow ? colors.ground : color] : color,
    hidden: !line.visible,
  }
}

function applyScales(chart: LineChart, model: ChartModel): void {
  const { x, y, bounds, xStep, logarithmic, colors, formatX, formatY } = model
  const ticks = { color: colors.text }
  const grid = { color: colors.grid }
  const options = chart.options.scales
  if (options?.['x'] === undefined || options['y'] === undefined) return
  Object.assign(options['x'], { min: x.from, max: Math.max(x.to, x.from + 1), grid })
  Object.assign(options['x'].ticks ?? {}, ticks, {
    callback: tickLabels(formatX),
    stepSize: xStep,
  })
  const type = logarithmic ? 'logarithmic' : 'linear'
  Object.assign(options['y'], { type, min: y.min, max: y.max, grid })
  Object.assign(options['y'].ticks ?? {}, ticks, {
    callback: tickLabels(formatY),
  })
  const zoom = chart.options.plugins?.zoom
  if (zoom !== undefined) zoom.limits = { x: { min: bounds.from, max: bounds.to, minRange: 9 } }
}
