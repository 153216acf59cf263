import { asNotice, StudioError } from '../../../contract/errors'
import type { MetricResult } from '../../../contract/evaluations/evaluation'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { imageMetrics } from '../../metrics/metrics'
import type { AvailableInputs, Measured, Metric, Need } from '../../metrics/metric'

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

/**
 * Computes metrics one after the other; one that cannot be measured is skipped with the reason.
 *
 * @param keys of metrics, in any order
 * @param onMetric called before each
 */
export async function computeMetrics(
  inputs: AvailableInputs,
  keys: readonly string[],
  onMetric: (key: string, index: number) => void,
): Promise<Computed> {
  const computed: Computed = { results: [], skipped: [] }
  const wanted = imageMetrics.filter(({ key }) => keys.includes(key))
  for (const [i, metric] of wanted.entries()) {
    onMetric(metric.key, i)
    await new Promise(setImmediate)
    const outcome = measuredOrWhy(metric, inputs)
    if ('why' in outcome) computed.skipped.push({ key: metric.key, why: outcome.why })
    else computed.results.push(outcome)
  }
  return computed
}

function measuredOrWhy(metric: Metric, inputs: AvailableInputs): MetricResult | { why: Notice } {
  const { key, needs } = metric
  const lacks = needs.find((need) => inputs[need] === undefined)
  const why = lacks && missing[lacks]
  if (why !== undefined) return { why: why() }
  try {
    return stored(key, metric.compute(inputs))
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== 'data') throw error
    return { why: asNotice(error) }
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
