import { measuredStyle, metricStyle } from '../../magnitude'
import type { Words } from '../../words'
import type { Metric } from '../metric'

/* How the values of image metrics are shown, on pages and terminals alike. */

/** From this size on, a value has no decimals. */
const LARGE = 10_000
/** From this size on, a value is abbreviated: "1.5B". */
const HUGE = 1e9

/** The factor by which a metric's values are multiplied where they are shown. */
export const factorOf = (metric: Metric): number =>
  (metric.cadence === 'evaluation' ? metric.factor : undefined) ?? 1

/** A metric's name where its values are shown: "KID × 1000". */
export function shownLabel(metric: Metric): Words {
  const { label } = metric
  const factor = factorOf(metric)
  if (factor === 1) return label
  return { en: `${label.en} × ${factor}`, zh: `${label.zh} × ${factor}` }
}

/**
 * The style of a value that is already multiplied by the metric's factor. Large values are written
 * in full, so that those of a column can be compared: "13,845" rather than "13.8K".
 */
export function imageMetricStyle(shown: number, decimals: number): Intl.NumberFormatOptions {
  const size = Math.abs(shown)
  if (size >= LARGE && size < HUGE) return { maximumFractionDigits: 0 }
  return size >= HUGE ? measuredStyle(shown, decimals) : metricStyle(shown, decimals)
}
