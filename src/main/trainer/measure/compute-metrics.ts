import { asNotice, StudioError } from '../../../contract/errors'
import type { MetricResult } from '../../../contract/evaluations/evaluation'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import type { Computation } from '../../metrics/computation'
import { imageMetrics } from '../../metrics/metrics'
import type { AvailableInputs, Measured, Metric, Need } from '../../metrics/metric'
import type { MetricProgress } from './reports'

/** Reasons why a metric cannot be measured, by the missing input. */
const missing: Partial<Record<Need, () => Notice>> = {
  probabilities: () => notice('metricNeedsClassifier', {}),
  classCounts: () => notice('metricNeedsLabels', {}),
  asked: () => notice('metricNeedsClasses', {}),
  training: () => notice('metricNeedsHeldOut', {}),
}

export interface Computed {
  results: MetricResult[]
  skipped: { key: string; why: Notice }[]
}

/** Milliseconds for which a metric computes before messages are received and progress is reported. */
const TURN = 200

/**
 * Computes metrics one after the other; one that cannot be measured is skipped with the reason.
 *
 * @param keys of metrics, in any order
 * @param onMetric called when one begins, and while it is computed
 */
export async function computeMetrics(
  inputs: AvailableInputs,
  keys: readonly string[],
  onMetric: (progress: MetricProgress) => void,
): Promise<Computed> {
  const computed: Computed = { results: [], skipped: [] }
  const wanted = imageMetrics.filter(({ key }) => keys.includes(key))
  for (const [index, metric] of wanted.entries()) {
    const { key } = metric
    const report = (share: number): void => onMetric({ key, index, of: wanted.length, share })
    const outcome = await measuredOrWhy(metric, inputs, report)
    if ('why' in outcome) computed.skipped.push({ key: metric.key, why: outcome.why })
    else computed.results.push(outcome)
  }
  return computed
}

async function measuredOrWhy(
  metric: Metric,
  inputs: AvailableInputs,
  report: (share: number) => void,
): Promise<MetricResult | { why: Notice }> {
  const { key, needs } = metric
  const lacks = needs.find((need) => inputs[need] === undefined)
  const why = lacks && missing[lacks]
  if (why !== undefined) return { why: why() }
  try {
    return stored(key, await inTurns(metric.computing(inputs), report))
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== 'data') throw error
    return { why: asNotice(error) }
  }
}

/** Completes a computation, and regularly lets messages be sent and received. */
async function inTurns<R>(
  computation: Computation<R>,
  report: (share: number) => void,
): Promise<R> {
  let share = 0
  for (;;) {
    report(share)
    await new Promise(setImmediate)
    const until = performance.now() + TURN
    while (performance.now() < until) {
      const next = computation.next()
      if (next.done === true) return next.value
      share = next.value
    }
  }
}

/**
 * A result without details that JSON cannot hold; if the value itself is not finite, there is no
 * result.
 */
function stored(
  key: string,
  { value, details, protocol }: Measured,
): MetricResult | { why: Notice } {
  if (!Number.isFinite(value)) return { why: notice('metricNotANumber', {}) }
  const finite = Object.entries(details).flatMap(([name, part]): [string, number | number[]][] => {
    if (typeof part === 'number') return Number.isFinite(part) ? [[name, part]] : []
    return part.every(Number.isFinite) ? [[name, [...part]]] : []
  })
  return { key, value, details: Object.fromEntries(finite), protocol: { ...protocol } }
}
