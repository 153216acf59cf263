import type { Metric } from '../../contract/metrics/metric'
import { i18n } from './i18n.svelte'

/** Formats a metric's value with its unit in the user's language; huge values are abbreviated. */
export function formatMetric({ decimals, unit }: Metric, value: number): string {
  const { format } = i18n
  const figures = format.metric(value, decimals)
  return unit === '' ? figures : `${figures} ${unit}`
}
