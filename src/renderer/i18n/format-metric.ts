import type { Metric } from '../../contract/metrics/metric'
import { i18n } from './i18n.svelte'

/** A metric's value with its unit, in the reader's language; extreme values are abbreviated. */
export function formatMetric({ decimals, unit, chart }: Metric, value: number): string {
  const { format } = i18n
  // Of a value on a fixed scale, such as a probability, the decimals say all there is to know.
  const bounded = chart.range !== undefined
  const figures = bounded ? format.fixed(value, decimals) : format.measured(value, decimals)
  return unit === '' ? figures : `${figures} ${unit}`
}
