import type { Metric } from '../../../../contract/metrics/metric'
import { formatMetric } from '../../../i18n/format-metric'
import { i18n } from '../../../i18n/i18n.svelte'

/** Larger values are abbreviated in tables too. */
const MOST = 1e9
/** Values from this one on are abbreviated elsewhere, which would make rows look equal. */
const LARGE = 1e5

/** A value in a table, without its unit. */
export function cellText(metric: Metric, value: number): string {
  const size = Math.abs(value)
  if (size >= LARGE && size < MOST) return i18n.format.number(value, 0)
  return formatMetric({ ...metric, unit: '' }, value)
}
