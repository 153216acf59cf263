import { imageMetricStyle } from '../../../contract/metrics/images/shown'
import type { Metric } from '../../../contract/metrics/metric'
import { i18n } from '../../i18n/i18n.svelte'

/** A value among others, without its unit: written in full, so that they can be compared. */
export function valueText(metric: Metric, value: number): string {
  return i18n.format.numbers(imageMetricStyle(value, metric.decimals)).format(value)
}
