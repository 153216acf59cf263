import { imageMetricOf } from '../../../contract/metrics/images/image-metrics'
import { i18n } from '../../i18n/i18n.svelte'
import { formatMetric } from '../../i18n/format-metric'

/** The label of the metric that ranks a sweep, in the user's language. */
export function metricLabel(key: string): string {
  const metric = imageMetricOf(key)
  return metric === undefined ? key : i18n.words(metric.label)
}

/** A score of a sweep; a dash for none. */
export function scoreText(key: string, score: number | null): string {
  const metric = imageMetricOf(key)
  if (score === null) return i18n.t.common.none
  return metric === undefined ? i18n.format.measured(score, 3) : formatMetric(metric, score)
}
