import type { Metric } from '../../contract/metrics/metric'
import { i18n } from './i18n.svelte'

/** A metric's value with its unit, in the reader's language; extreme values are abbreviated. */
export function formatMetric({ decimals, unit }: Metric, value: number): string {
  const figures = i18n.format.measured(value, decimals)
  return unit === '' ? figures : `${figures} ${unit}`
}
