import { metricIn } from '../../contract/metrics/record'
import type { Metrics } from '../../contract/metrics/record'
import { charts, metricsOf } from '../../contract/metrics/table'
import type { Metric } from '../../contract/metrics/metric'
import { metricStyle, rateStyle } from '../../contract/magnitude'

/**
 * The metrics on the progress line, grouped by chart: "D loss 1.386 G loss 0.693 | D(x) 0.500
 * D(G(z)) 0.500". A dash stands for a value not available yet.
 */
export function metricsText(newest: Metrics | null): string {
  return charts()
    .map((chart) => metricsOf(chart).filter(({ inProgress }) => inProgress))
    .filter((shown) => shown.length > 0)
    .map((shown) => shown.map((metric) => inWords(metric, newest)).join(' '))
    .join(' | ')
}

function inWords({ key, label, decimals, unit }: Metric, newest: Metrics | null): string {
  const value = newest === null ? undefined : metricIn(newest, key)
  if (value === undefined) return `${label.en} -`
  const style = metricStyle(value, decimals)
  const text = `${label.en} ${new Intl.NumberFormat('en', style).format(value)}`
  return unit === '' ? text : `${text} ${unit}`
}

/** Formats a speed per second as pages do; see {@link rateStyle}. */
export const rateText = (perSecond: number): string =>
  new Intl.NumberFormat('en', rateStyle(perSecond)).format(perSecond)
