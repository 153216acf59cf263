import { imageMetricStyle } from '../../contract/metrics/images/shown'
import type { Metric } from '../../contract/metrics/metric'
import { i18n } from './i18n.svelte'

/**
 * Formats a metric's value with its unit in the user's language; huge values are abbreviated, except
 * for those of images.
 */
export function formatMetric(metric: Metric, value: number): string {
  const { decimals, unit, cadence } = metric
  const { format } = i18n
  const figures =
    cadence === 'step'
      ? format.metric(value, decimals)
      : format.numbers(imageMetricStyle(value, decimals)).format(value)
  return unit === '' ? figures : `${figures} ${unit}`
}
