import type { Standing, SweepView } from '../../../../contract/sweep/commands'
import type { Out, Trial } from '../../../../contract/sweep/document'
import { ranked } from '../../../../contract/sweep/order'
import type { AxisValue } from '../../../../contract/sweep/spec'

/** A configuration of a sweep. */
export interface SweepRow extends Standing {
  values: Readonly<Record<string, AxisValue>>
  rungs: number
  /** True if the user had it continue. */
  continued: boolean
  trials: readonly Trial[]
  /** Why a trial of it is out, if one is. */
  out: Out | undefined
}

/** The configurations of a sweep, the best first. */
export function rowsOf({ sweep, standings, steps }: SweepView): SweepRow[] {
  const first = ranked(sweep.spec.metric, standings)
  const placed = new Set(first.map(({ candidate }) => candidate))
  const others = standings.filter(({ candidate }) => !placed.has(candidate))
  const trials = sweep.candidates.map((): Trial[] => [])
  for (const trial of sweep.trials) trials[trial.candidate]?.push(trial)
  return [...first, ...others].map((standing) => {
    const { candidate } = standing
    const own = trials[candidate] ?? []
    const { values = {}, continued = false } = sweep.candidates[candidate] ?? {}
    return {
      ...standing,
      ...{ values, continued, trials: own },
      rungs: steps[candidate]?.length ?? 1,
      out: own.find(({ out }) => out !== null)?.out ?? undefined,
    }
  })
}

/** The mean score of a configuration at a rung; null unless all its trials have one. */
export function scoreAt({ trials }: Pick<SweepRow, 'trials'>, rung: number): number | null {
  const scores = trials.flatMap(({ scores: { [rung]: score } }) => score ?? [])
  if (scores.length === 0 || scores.length < trials.length) return null
  return scores.reduce((sum, score) => sum + score, 0) / scores.length
}

/** Returns true if it can be trained to the end although it was not among the best. */
export const canContinue = ({ state, continued }: SweepRow): boolean =>
  !continued && (state === 'pruned' || state === 'waiting')

/** A column that sorts the table: `number`, `state`, `rung`, `score` or a setting's name. */
export interface SweepOrder {
  key: string
  direction: 'ascending' | 'descending'
}

/** The key of a setting's column. */
export const settingKey = (name: string): string => `setting ${name}`

/** Sorts rows; undefined leaves the best first. Rows without a value come last. */
export function sortRows(
  rows: readonly SweepRow[],
  order: SweepOrder | undefined,
  /** Compares the states, for example by their names. */
  stateOf: (row: SweepRow) => string,
): readonly SweepRow[] {
  if (order === undefined) return rows
  const sign = order.direction === 'ascending' ? 1 : -1
  const keyed = rows.map((row) => ({ row, key: keyOf(row, order.key, stateOf) }))
  const isMissing = (key: AxisValue | null): boolean => key === null
  return keyed
    .toSorted(({ key: a }, { key: b }) => {
      if (a === null || b === null) return Number(isMissing(a)) - Number(isMissing(b))
      if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
      return sign * String(a).localeCompare(String(b), undefined, { numeric: true })
    })
    .map(({ row }) => row)
}

function keyOf(row: SweepRow, key: string, stateOf: (row: SweepRow) => string): AxisValue | null {
  if (key === 'number') return row.candidate
  if (key === 'state') return stateOf(row)
  if (key === 'rung') return row.rung
  if (key === 'score') return row.score
  return row.values[key.slice(settingKey('').length)] ?? null
}
