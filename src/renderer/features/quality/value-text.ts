import type { EvaluationMetric } from '../../../contract/metrics/metric'
import { factorOf, imageMetricStyle } from '../../../contract/metrics/images/shown'
import { i18n } from '../../i18n/i18n.svelte'

/** A metric's value as it is shown, without its unit. */
export function valueText(metric: EvaluationMetric, value: number): string {
  const shown = value * factorOf(metric)
  return i18n.format.numbers(imageMetricStyle(shown, metric.decimals)).format(shown)
}

/** A metric's value as it is shown, with its unit. */
export function valueAndUnit(metric: EvaluationMetric, value: number): string {
  const text = valueText(metric, value)
  return metric.unit === '' ? text : `${text} ${metric.unit}`
}
