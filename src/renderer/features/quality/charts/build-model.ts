import type { Pass } from '../../../../contract/evaluations/evaluation'
import type { EvaluationMetric } from '../../../../contract/metrics/metric'
import { valueRange } from '../../../charts/series/metrics-series-math'
import type { Range } from '../../../charts/series/metrics-series-math'
import type { Level } from '../../../charts/chart-model'
import { isValueOf } from '../best'
import type { BestCheckpoint } from '../best'
import type { EvaluationLine } from '../evaluation-lines'
import type { PointModel } from './point-model'

/** Dash patterns of a chart's metrics; dots are reserved for the floor. */
const DASHES = [[], [7, 3], [9, 3, 2, 3], [12, 4]]

/** The mark of the best checkpoint, for texts. */
export const bestMark = '◆'

/** Marks of the points of cheap and full passes, for texts. */
export const passMarks: Record<Pass, string> = { full: '●', cheap: '△' }

/** The dash pattern of a metric's lines. @param lines all lines of its chart */
export function dashOf(metric: EvaluationMetric, lines: readonly EvaluationLine[]): number[] {
  const metrics = [...new Set(lines.map((line) => line.metric))]
  return DASHES[metrics.indexOf(metric) % DASHES.length] ?? []
}

export interface Look {
  color: (token: string) => string
  formatStep: PointModel['formatX']
  formatTick: PointModel['formatY']
  /** Formats a value for the narrow margin next to the chart. */
  formatLevel: (value: number) => string
}

export interface LineModelParts {
  lines: readonly EvaluationLine[]
  hidden: ReadonlySet<string>
  /** The range of a chart with a fixed y axis. */
  range: Range | undefined
  /** True if a linear y axis without a fixed range begins at 0. */
  fromZero: boolean
  logarithmic: boolean
  /** The last step of the x axis. */
  lastStep: number
  cursor: number | undefined
  /** The best checkpoint; undefined if none was measured. */
  best: BestCheckpoint | undefined
}

/** Builds a chart of metrics over steps. */
export function buildLineModel(parts: LineModelParts, look: Look): PointModel {
  const { lines, hidden, range, fromZero, logarithmic, lastStep, cursor, best } = parts
  const shown = lines.filter(({ metric }) => !hidden.has(metric.key))
  const levels = levelsOf(shown, look)
  const values = shown.map(({ points }) => points.map(({ value }) => value))
  const fitting = valueRange([...values, levels.map(({ value }) => value)], logarithmic)
  return {
    lines: shown.map((line) => ({
      color: look.color(line.metric.color),
      dash: dashOf(line.metric, lines),
      points: line.points.map(({ step, value, pass }) => {
        const isBest = isValueOf(best, line.metric.key, step, value)
        return { x: step, y: value, hollow: pass === 'cheap', best: isBest }
      }),
    })),
    levels,
    x: { min: 0, max: Math.max(1, lastStep) },
    y: range ??
      (fitting && fromZero && !logarithmic ? { ...fitting, min: 0 } : fitting) ?? {
        min: logarithmic ? 0.1 : 0,
        max: 1,
      },
    ...{ logarithmic, cursor, colors: canvasColors(look) },
    formatX: look.formatStep,
    formatY: look.formatTick,
  }
}

export const canvasColors = ({ color }: Pick<Look, 'color'>): PointModel['colors'] => ({
  grid: color('--chart-grid'),
  text: color('--text-3'),
  font: color('--font'),
  ground: color('--surface'),
})

/** One level per line with a floor, marked if a metric has several. */
function levelsOf(lines: readonly EvaluationLine[], look: Look): Level[] {
  return lines.flatMap((line) => {
    const { metric, floor, points } = line
    const pass = points.at(-1)?.pass
    if (floor === undefined || pass === undefined) return []
    const isOnly = !lines.some((other) => other !== line && other.metric === metric)
    const text = look.formatLevel(floor.value)
    const label = isOnly ? text : `${passMarks[pass]} ${text}`
    return [{ value: floor.value, label, color: look.color(metric.color) }]
  })
}
