import { pointAt } from '../../../charts/chart-model'
import type { ChartLine } from '../../../charts/chart-model'
import { withAlpha } from '../../../charts/current-colors'
import type { EvaluationMetric, Metric } from '../../../../contract/metrics/metric'
import { linesOf } from '../../quality/evaluation-lines'
import type { Comparison } from '../comparison.svelte'
import type { MeasuredRun } from './measured'

/** Opacity of the lines of runs that are not highlighted, while another one is. */
const FADED = 0.22

/** A run's values of a metric, without the look of the line, which changes more often. */
export interface RunPoints extends Pick<ChartLine, 'sparse' | 'xs' | 'smoothed' | 'band'> {
  /** The id of the run. */
  key: string
  hollow: boolean
}

/** The values of a metric in the runs' logs, one line per run. */
export const stepPoints = ({ runs }: Comparison, { key, cadence }: Metric): RunPoints[] =>
  runs.map((run) => ({
    ...{ key: run.id, sparse: cadence === 'evaluation', hollow: false },
    ...{ xs: run.xs, smoothed: run.lines.get(key) ?? [] },
    band: cadence === 'step' ? run.series.bands.get(key) : undefined,
  }))

/**
 * The values of an image metric: one line per run and number of generated images, most images first.
 *
 * @param measured the runs' measurements by the protocol that is shown
 */
export const imagePoints = (
  { runs }: Comparison,
  metric: EvaluationMetric,
  measured: readonly MeasuredRun[],
): RunPoints[] =>
  runs.flatMap((run, i) => {
    const lines = linesOf(metric.chart, measured[i]?.evaluations ?? [])
    return lines
      .filter((line) => line.metric === metric)
      .map(({ points }) => ({
        ...{ key: run.id, sparse: true, hollow: points.every(({ pass }) => pass === 'cheap') },
        ...{ xs: points.map(({ step }) => run.axis.at(step)), smoothed: points.map(valueOf) },
      }))
  })

const valueOf = ({ value }: { value: number }): number => value

/** Gives the lines the looks of their runs. The raw values are drawn for the highlighted run only. */
export const withLooks = (
  comparison: Comparison,
  points: readonly RunPoints[],
  color: (token: string) => string,
): ChartLine[] =>
  points.map((line) => {
    const { color: token, dash } = comparison.lookOf(line.key)
    const picked = comparison.picked === line.key
    const faded = comparison.picked !== undefined && !picked
    return {
      ...line,
      ...{ dash, picked, visible: !comparison.hidden.has(line.key) },
      color: faded ? withAlpha(color(token), FADED) : color(token),
      band: picked && comparison.smoothing > 0 ? line.band : undefined,
    }
  })

/** The value of a run at the cursor. */
export interface RunReading {
  value: number
  hollow: boolean
}

/** Reads a run's lines at the cursor; of several, the newest value, or that of the first line. */
export function readRun(
  lines: readonly RunPoints[],
  id: string,
  cursor: number | undefined,
): RunReading | undefined {
  let found: (RunReading & { x: number }) | undefined
  for (const line of lines) {
    if (line.key !== id) continue
    const point = cursor === undefined ? newest(line) : pointAt(line, cursor)
    if (point === undefined || point.x <= (found?.x ?? -Infinity)) continue
    found = { x: point.x, value: point.y, hollow: line.hollow }
  }
  return found
}

function newest({ xs, smoothed }: RunPoints): { x: number; y: number } | undefined {
  const i = smoothed.findLastIndex((value) => !Number.isNaN(value))
  return i < 0 ? undefined : { x: xs[i] ?? 0, y: smoothed[i] ?? NaN }
}
