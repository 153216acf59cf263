import { pointAt } from '../../../charts/chart-model'
import type { ChartLine } from '../../../charts/chart-model'
import { withAlpha } from '../../../charts/current-colors'
import type { EvaluationMetric, Metric } from '../../../../contract/metrics/metric'
import { linesOf } from '../../quality/evaluation-lines'
import type { ComparedRun } from '../compared-run.svelte'
import type { Comparison } from '../comparison.svelte'
import { evaluationsWith } from './measured'

/** Opacity of the lines of runs that are not highlighted, while another one is. */
const FADED = 0.22

type Color = (token: string) => string

function lookOf(comparison: Comparison, { id }: ComparedRun, color: Color) {
  const look = comparison.lookOf(id)
  const { picked } = comparison
  const faded = picked !== undefined && picked !== id
  return {
    key: id,
    color: faded ? withAlpha(color(look.color), FADED) : color(look.color),
    dash: look.dash,
    visible: !comparison.hidden.has(id),
    picked: picked === id,
  }
}

/** One line per run of a metric in the runs' logs. */
export const stepLines = (comparison: Comparison, { key, cadence }: Metric, color: Color) =>
  comparison.runs.map((run): ChartLine => {
    const look = lookOf(comparison, run, color)
    const showsBand = look.picked && comparison.smoothing > 0 && cadence === 'step'
    return {
      ...look,
      sparse: cadence === 'evaluation',
      xs: run.xs,
      smoothed: run.lines.get(key) ?? [],
      band: showsBand ? run.series.bands.get(key) : undefined,
    }
  })

/** A line of an image metric, with the number of images that its values were computed from. */
export type ImageLine = ChartLine & { count: number }

/**
 * The lines of an image metric: one per run and number of generated images, most images first.
 *
 * @param protocol the key of the protocol shared by the runs
 */
export function imageLines(
  comparison: Comparison,
  metric: EvaluationMetric,
  protocol: string,
  color: Color,
): ImageLine[] {
  return comparison.runs.flatMap((run) => {
    const evaluations = evaluationsWith(run.quality.evaluations ?? [], protocol)
    const lines = linesOf(metric.chart, evaluations).filter((line) => line.metric === metric)
    return lines.map(({ points, count }) => ({
      ...lookOf(comparison, run, color),
      sparse: true,
      hollow: points.every(({ pass }) => pass === 'cheap'),
      xs: points.map(({ step }) => run.axis.at(step)),
      smoothed: points.map(({ value }) => value),
      count,
    }))
  })
}

/** The value of a run at the cursor. */
export interface RunReading {
  value: number
  hollow: boolean
}

/** Reads a run's lines at the cursor; of several, the newest value, or that of the first line. */
export function readRun(
  lines: readonly ChartLine[],
  id: string,
  cursor: number | undefined,
): RunReading | undefined {
  let found: (RunReading & { x: number }) | undefined
  for (const line of lines) {
    if (line.key !== id) continue
    const point = cursor === undefined ? newest(line) : pointAt(line, cursor)
    if (point === undefined || point.x <= (found?.x ?? -Infinity)) continue
    found = { x: point.x, value: point.y, hollow: line.hollow ?? false }
  }
  return found
}

function newest({ xs, smoothed }: ChartLine): { x: number; y: number } | undefined {
  const i = smoothed.findLastIndex((value) => !Number.isNaN(value))
  return i < 0 ? undefined : { x: xs[i] ?? 0, y: smoothed[i] ?? NaN }
}
