import type { Metric } from '../../contract/metrics/metric'
import { i18n } from './i18n.svelte'

/** A metric's value with its unit, in the reader's language; very large values are abbreviated. */
export function formatMetric({ decimals, unit }: Metric, value: number): string {
  const large = Math.abs(value) >= 10_000
  const figures = large ? i18n.format.compact(value) : i18n.format.fixed(value, decimals)
  return unit === '' ? figures : `${figures} ${unit}`
}
