import type { Evaluation, Pass } from '../../../../contract/evaluations/evaluation'
import { protocolKey } from '../../../../contract/evaluations/protocol-key'
import { imageMetrics } from '../../../../contract/metrics/images/image-metrics'
import type { EvaluationMetric } from '../../../../contract/metrics/metric'
import { floorIn, valueIn } from '../../quality/evaluation-lines'
import type { LineFloor } from '../../quality/evaluation-lines'

/* Choosing which measurements of several runs can be compared with each other. */

/** The measurements of one run. */
export interface MeasuredRun {
  id: string
  evaluations: readonly Evaluation[]
}

/** A protocol with which some of the runs were measured. */
export interface SharedProtocol {
  key: string
  /** The ids of those runs. */
  runs: readonly string[]
  /** The one measured last, which describes the protocol. */
  last: Evaluation
}

/**
 * Equal for evaluations of runs that can be compared, apart from the number of images: runs with
 * and without averaged weights are compared by what each of them would be used with, and
 * class-conditional runs that were asked for each class as often as it occurs with others.
 */
function sharedKey(evaluation: Evaluation): string {
  const { classes, ...protocol } = evaluation.protocol
  const asked = classes === undefined || classes === 'asReal' ? {} : { classes }
  return protocolKey({ ...evaluation, weights: 'raw', protocol: { ...protocol, ...asked } })
}

const laterOf = (a: Evaluation, b: Evaluation): Evaluation =>
  b.measuredAt.localeCompare(a.measuredAt) >= 0 ? b : a

/** The protocols of the runs: those of most runs first, then the ones used last. */
export function sharedProtocols(runs: readonly MeasuredRun[]): SharedProtocol[] {
  const found = new Map<string, SharedProtocol>()
  for (const { id, evaluations } of runs) {
    for (const evaluation of evaluations) {
      if (evaluation.step === null) continue
      const key = sharedKey(evaluation)
      const { runs: before = [], last = evaluation } = found.get(key) ?? {}
      const ids = before.includes(id) ? before : [...before, id]
      found.set(key, { key, runs: ids, last: laterOf(last, evaluation) })
    }
  }
  return [...found.values()].sort(
    (a, b) => b.runs.length - a.runs.length || b.last.measuredAt.localeCompare(a.last.measuredAt),
  )
}

/**
 * A run's evaluations with a protocol, by step. If it was measured with both averaged and current
 * weights, those with the weights measured last.
 */
export function evaluationsWith(
  evaluations: readonly Evaluation[],
  key: string,
): readonly Evaluation[] {
  const alike = evaluations.filter((each) => each.step !== null && sharedKey(each) === key)
  const [first, ...others] = alike
  if (first === undefined) return []
  const { weights } = others.reduce(laterOf, first)
  return alike.filter((each) => each.weights === weights)
}

/** The image metrics that any of the evaluations has, in the table's order. */
export const metricsIn = (evaluations: readonly Evaluation[]): EvaluationMetric[] =>
  imageMetrics.filter(({ key }) => evaluations.some((each) => valueIn(each, key) !== undefined))

/**
 * The number of generated images that most runs have this metric for; of several, the one with the
 * most values (`often`) or the most images (`many`).
 */
export function commonCount(
  runs: readonly MeasuredRun[],
  metric: string,
  prefer: 'often' | 'many',
): number | undefined {
  const counts = new Map<number, { runs: number; values: number }>()
  for (const { evaluations } of runs) {
    const own = evaluations.filter((each) => valueIn(each, metric) !== undefined)
    for (const count of new Set(own.map(({ protocol }) => protocol.generatedCount))) {
      const before = counts.get(count) ?? { runs: 0, values: 0 }
      const values = own.filter(({ protocol }) => protocol.generatedCount === count).length
      counts.set(count, { runs: before.runs + 1, values: before.values + values })
    }
  }
  const order = [...counts].sort(
    ([a, x], [b, y]) => y.runs - x.runs || (prefer === 'often' ? y.values - x.values : 0) || b - a,
  )
  return order[0]?.[0]
}

/** The value of a metric for real images, and the pass that measured it. */
export interface MeasuredFloor extends LineFloor {
  pass: Pass
}

/**
 * The metric's floors: the newest for each number of images that the metric was measured with, most
 * images first.
 */
export function floorsOf(runs: readonly MeasuredRun[], metric: string): MeasuredFloor[] {
  const newest = new Map<number, Evaluation>()
  for (const evaluation of runs.flatMap(({ evaluations }) => evaluations)) {
    const floor = floorIn(evaluation, metric)
    if (floor === undefined || valueIn(evaluation, metric) === undefined) continue
    const before = newest.get(floor.count) ?? evaluation
    newest.set(floor.count, laterOf(before, evaluation))
  }
  return [...newest.values()]
    .flatMap((each) => {
      const floor = floorIn(each, metric)
      return floor === undefined ? [] : [{ ...floor, pass: each.pass }]
    })
    .sort((a, b) => b.count - a.count)
}
