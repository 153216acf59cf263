import { measuredStyle, metricStyle } from '../../magnitude'

/* The format of image metrics' values, on pages and in the terminal. */

/** From this size on, a value has no decimals. */
const LARGE = 10_000
/** From this size on, a value is abbreviated: "1.5B". */
const HUGE = 1e9

/**
 * The style of a metric's value. Large values are written in full, so that the values of a column
 * can be compared: "13,845" rather than "13.8K".
 */
export function imageMetricStyle(shown: number, decimals: number): Intl.NumberFormatOptions {
  const size = Math.abs(shown)
  if (size >= LARGE && size < HUGE) return { maximumFractionDigits: 0 }
  return size >= HUGE ? measuredStyle(shown, decimals) : metricStyle(shown, decimals)
}
