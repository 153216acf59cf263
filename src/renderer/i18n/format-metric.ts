import type { Metric } from '../../contract/metrics/metric'
import { i18n } from './i18n.svelte'

/** Formats a metric's value with its unit in the user's language; extreme values are abbreviated. */
export function formatMetric({ decimals, unit, chart }: Metric, value: number): string {
  const { format } = i18n
  // Values on a fixed scale, such as probabilities, never need scientific notation.
  const bounded = chart.range !== undefined
  const figures = bounded ? format.fixed(value, decimals) : format.measured(value, decimals)
  return unit === '' ? figures : `${figures} ${unit}`
}
