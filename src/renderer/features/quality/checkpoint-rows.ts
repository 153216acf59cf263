import type { Evaluation, Pass } from '../../../contract/evaluations/evaluation'
import { imageMetrics } from '../../../contract/metrics/images/image-metrics'
import type { EvaluationMetric } from '../../../contract/metrics/metric'
import { valueIn } from './evaluation-lines'

/** A row of the table of measured checkpoints. */
export interface CheckpointRow {
  step: number
  /** The number of generated images. */
  count: number
  pass: Pass
  values: ReadonlyMap<string, number>
  /** Keys of the metrics in which no row with the same number of images is better. */
  best: ReadonlySet<string>
}

/** A column to sort by: `step`, or a metric's key. */
export type RowSort = string

/** The metrics that any of the evaluations has, in the table's order. */
export const columnsOf = (evaluations: readonly Evaluation[]): EvaluationMetric[] =>
  imageMetrics.filter(({ key }) => evaluations.some((each) => valueIn(each, key) !== undefined))

/** Returns one row per evaluation of a checkpoint, newest first. */
export function rowsOf(evaluations: readonly Evaluation[]): CheckpointRow[] {
  const rows = evaluations.flatMap((evaluation) => {
    const { step, pass, protocol, results } = evaluation
    const values = new Map(results.map(({ key, value }) => [key, value]))
    return step === null ? [] : [{ step, pass, count: protocol.generatedCount, values }]
  })
  return rows.map((row) => ({ ...row, best: bestOf(row, rows) })).sort(newestFirst)
}

type Measured = Omit<CheckpointRow, 'best'>

/** A value is the best only if there are others that can be compared with it. */
function bestOf(row: Measured, rows: readonly Measured[]): Set<string> {
  const alike = rows.filter(({ count }) => count === row.count)
  const best = imageMetrics.filter(({ key, better }) => {
    const value = row.values.get(key)
    const others = alike.flatMap((other) => other.values.get(key) ?? [])
    if (value === undefined || better === 'neither' || others.length < 2) return false
    return value === (better === 'lower' ? Math.min(...others) : Math.max(...others))
  })
  return new Set(best.map(({ key }) => key))
}

const newestFirst = (a: Measured, b: Measured): number => b.step - a.step || b.count - a.count

/** The order of a column: a metric's best values first, or the newest steps first. */
export const directionOf = (sort: RowSort): 'ascending' | 'descending' =>
  imageMetrics.find(({ key }) => key === sort)?.better === 'lower' ? 'ascending' : 'descending'

/** Sorts rows by a column; rows without a value come last. */
export function sortRows(rows: readonly CheckpointRow[], sort: RowSort): CheckpointRow[] {
  const sign = directionOf(sort) === 'ascending' ? 1 : -1
  return rows.toSorted((a, b) => {
    const [x, y] = [a.values.get(sort), b.values.get(sort)]
    if (x !== undefined && y !== undefined) return sign * (x - y) || newestFirst(a, b)
    if (x === undefined && y === undefined) return newestFirst(a, b)
    return x === undefined ? 1 : -1
  })
}
