import { problemError } from '../../../contract/errors'
import type { Evaluation, MetricResult, Pass } from '../../../contract/evaluations/evaluation'
import { withoutRemedy } from '../../../contract/alarms/of-run'
import { keysOfFloor } from './floor'
import { imageMetrics } from '../../metrics/metrics'

/** The keys of the metrics to measure. @throws StudioError `usage` for one that does not exist */
export function wantedKeys(asked: readonly string[] | undefined): string[] {
  const known = imageMetrics.map(({ key }) => key)
  const unknown = asked?.find((key) => !known.includes(key))
  if (unknown === undefined) return known.filter((key) => asked?.includes(key) ?? true)
  const given = { name: unknown, known: known.join(', ') }
  throw problemError('usage', 'metricUnknown', given, { where: 'metrics' })
}

type Outcome = Pick<Evaluation, 'results' | 'skipped'>

/**
 * Refuses a request if none of its metrics can be measured: there is nothing to show or store.
 *
 * @throws StudioError `data` with the reasons
 */
export function refuseNothing(
  computed: Outcome,
  known: Outcome | undefined,
  keys: readonly string[],
): void {
  const isWanted = ({ key }: { key: string }): boolean => keys.includes(key)
  if ([...computed.results, ...(known?.results ?? [])].some(isWanted)) return
  const reasons = [...computed.skipped, ...(known?.skipped ?? [])].filter(isWanted)
  const different = new Map(reasons.map(({ why }) => [why.message, why]))
  if (different.size === 0) return
  const why = [...different.values()].map(withoutRemedy)
  throw problemError('data', 'nothingMeasurable', { why })
}

export interface Missing {
  /** Keys to measure. */
  results: string[]
  floor: string[]
  nothing: boolean
}

/** Returns the metrics that an earlier evaluation with the same protocol lacks. */
export function missingFrom(
  stored: Evaluation | undefined,
  keys: readonly string[],
  withFloor: boolean,
): Missing {
  const known = [...(stored?.results ?? []), ...(stored?.skipped ?? [])].map(({ key }) => key)
  const results = keys.filter((key) => !known.includes(key))
  const ofFloor = stored?.floor?.results.map(({ key }) => key) ?? []
  const measured = [...(stored?.results.map(({ key }) => key) ?? []), ...results]
  const floor = withFloor
    ? keysOfFloor(keys).filter((key) => measured.includes(key) && !ofFloor.includes(key))
    : []
  return { results, floor, nothing: results.length + floor.length === 0 }
}

/**
 * An evaluation without results that adds a pass to an earlier one; the earlier one itself if that
 * changes nothing.
 */
export function withPass(stored: Evaluation, pass: Pass): Evaluation {
  if (stored.pass === 'cheap' || stored.pass === pass) return stored
  return { ...stored, pass, results: [], skipped: [], floor: null, seconds: 0 }
}

/** An evaluation merged with an earlier one of the same weights and protocol. */
export function merged(stored: Evaluation | undefined, measured: Evaluation): Evaluation {
  if (stored === undefined) return measured
  const keys = [...measured.results, ...measured.skipped].map(({ key }) => key)
  const isOld = ({ key }: { key: string }): boolean => !keys.includes(key)
  const floor = measured.floor ?? stored.floor
  return {
    ...measured,
    // Whether it was measured while training decides which checkpoints are the best.
    pass: stored.pass === 'cheap' ? 'cheap' : measured.pass,
    results: inOrder([...stored.results.filter(isOld), ...measured.results]),
    skipped: [...stored.skipped.filter(isOld), ...measured.skipped],
    floor: floor && {
      ...floor,
      results: inOrder([
        ...(stored.floor?.results.filter(({ key }) => !keysOf(floor.results).includes(key)) ?? []),
        ...floor.results,
      ]),
    },
    seconds: stored.seconds + measured.seconds,
  }
}

const keysOf = (results: readonly MetricResult[]): string[] => results.map(({ key }) => key)

/** In the table's order; unknown metrics last. */
function inOrder(results: MetricResult[]): MetricResult[] {
  const place = ({ key }: MetricResult): number => {
    const at = imageMetrics.findIndex((metric) => metric.key === key)
    return at === -1 ? imageMetrics.length : at
  }
  return results.sort((a, b) => place(a) - place(b))
}
