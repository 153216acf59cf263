import type { Evaluation } from '../../../../contract/evaluations/evaluation'
import { fid } from '../../../../contract/metrics/images/fid'
import { metrics } from '../../../../contract/metrics/metrics'
import type { Metric } from '../../../../contract/metrics/metric'
import { metricIn } from '../../../../contract/metrics/record'
import type { RunSummary } from '../../../../contract/summary'
import { totalSeconds } from '../../../state/run-figures'
import { valueIn } from '../../quality/evaluation-lines'
import { imagesPerStep } from '../axis/run-axis'
import { commonCount, metricsIn } from '../charts/measured'

/** A value of a run, with how it was measured if it is an evaluation. */
export interface Cell {
  value: number
  /** The step whose images were measured. */
  step?: number
  evaluation?: Evaluation
  /** False if it was measured differently from the other runs' values in the column. */
  comparable: boolean
}

/** A column of metrics. */
export interface MetricColumn {
  key: string
  metric: Metric
  /** True for the best value of each run, false for its newest one. */
  isBest: boolean
}

/** The columns that are not metrics. */
export const figures = ['step', 'images', 'seconds'] as const
export type Figure = (typeof figures)[number]

export interface CompareRow {
  id: string
  run: RunSummary
  figures: Record<Figure, number>
  /** By the column's key. */
  cells: ReadonlyMap<string, Cell>
}

/** A run with its measurements: all of them, and those by the protocol shared by the runs. */
export interface RowSource {
  run: RunSummary
  all: readonly Evaluation[]
  shared: readonly Evaluation[]
}

const BEST_FID = 'bestFid'

/** The columns of the metrics that any run has: FID, best FID, other image metrics, logged ones. */
export function metricColumns(sources: readonly RowSource[]): MetricColumn[] {
  const measured = metricsIn(sources.flatMap(({ all }) => all.filter(hasStep)))
  const logged = metrics.filter(({ key }) =>
    sources.some(({ run }) => run.latest !== null && metricIn(run.latest, key) !== undefined),
  )
  return [...measured, ...logged].flatMap((metric) => {
    const newest = { key: metric.key, metric, isBest: false }
    return metric === fid ? [newest, { key: BEST_FID, metric, isBest: true }] : [newest]
  })
}

const hasStep = ({ step }: Evaluation): boolean => step !== null

export function compareRows(
  sources: readonly RowSource[],
  columns: readonly MetricColumn[],
): CompareRow[] {
  const runs = sources.map(({ run, shared }) => ({ id: run.id, evaluations: shared }))
  const counts = new Map(
    columns.map(({ key, metric, isBest }) => [
      key,
      commonCount(runs, metric.key, isBest ? 'often' : 'many'),
    ]),
  )
  return sources.map((source) => {
    const { run } = source
    const cells = columns.flatMap((column): [string, Cell][] => {
      const cell = cellOf(source, column, counts.get(column.key))
      return cell === undefined ? [] : [[column.key, cell]]
    })
    const values = { step: run.step, images: run.step * imagesPerStep(run) }
    return {
      ...{ id: run.id, run, cells: new Map(cells) },
      figures: { ...values, seconds: totalSeconds(run) },
    }
  })
}

function cellOf(
  { run, all, shared }: RowSource,
  { metric, isBest }: MetricColumn,
  count: number | undefined,
): Cell | undefined {
  const logged = run.latest === null ? undefined : metricIn(run.latest, metric.key)
  if (logged !== undefined && metric.cadence === 'step') return { value: logged, comparable: true }
  const alike = shared.filter(({ protocol }) => protocol.generatedCount === count)
  const best = isBest ? bestIn(alike, metric) : newestIn(alike, metric)
  if (best !== undefined) return { ...best, comparable: true }
  const other = isBest ? undefined : newestIn(all.filter(hasStep), metric)
  return other && { ...other, comparable: false }
}

type Measured = Omit<Cell, 'comparable'>

const measuredIn = (evaluations: readonly Evaluation[], { key }: Metric): Measured[] =>
  evaluations.flatMap((evaluation) => {
    const { step } = evaluation
    const value = valueIn(evaluation, key)
    return value === undefined || step === null ? [] : [{ value, step, evaluation }]
  })

/** Evaluations are sorted by step, then by time. */
const newestIn = (evaluations: readonly Evaluation[], metric: Metric): Measured | undefined =>
  measuredIn(evaluations, metric).at(-1)

/** The best value; the earliest of several. */
function bestIn(evaluations: readonly Evaluation[], metric: Metric): Measured | undefined {
  const sign = metric.better === 'higher' ? -1 : 1
  return measuredIn(evaluations, metric).toSorted((a, b) => sign * (a.value - b.value))[0]
}

/** The ids of the runs with the best value in a column; none unless there are values to compare. */
export function bestRuns(
  rows: readonly CompareRow[],
  { key, metric }: MetricColumn,
): ReadonlySet<string> {
  const compared = rows.flatMap(({ id, cells }) => {
    const cell = cells.get(key)
    return cell?.comparable === true && Number.isFinite(cell.value) ? [{ id, ...cell }] : []
  })
  if (metric.better === 'neither' || compared.length < 2) return new Set()
  const values = compared.map(({ value }) => value)
  const best = metric.better === 'lower' ? Math.min(...values) : Math.max(...values)
  return new Set(compared.filter(({ value }) => value === best).map(({ id }) => id))
}
