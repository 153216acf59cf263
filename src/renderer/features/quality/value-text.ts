import { imageMetricStyle } from '../../../contract/metrics/images/shown'
import type { Metric } from '../../../contract/metrics/metric'
import { i18n } from '../../i18n/i18n.svelte'

/** A value without its unit, written in full so that it can be compared with others. */
export function valueText(metric: Metric, value: number): string {
  return i18n.format.numbers(imageMetricStyle(value, metric.decimals)).format(value)
}
