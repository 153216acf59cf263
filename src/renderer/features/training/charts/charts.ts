import type { Chart } from '../../../../contract/metrics/charts'
import type { Metric } from '../../../../contract/metrics/metric'
import { charts, metricsOf } from '../../../../contract/metrics/table'
import type { Bands } from '../../run/metrics/metrics-bands'

/**
 * Dash patterns distinguish the lines of a chart without colour; dots are reserved for equilibrium.
 */
const DASHES = [[], [7, 3], [9, 3, 2, 3], [12, 4], [4, 4], [12, 3, 4, 3]]

/** The dash pattern of a metric's line; patterns repeat if there are more lines. */
export function dashOf(metric: Metric): number[] {
  return DASHES[metricsOf(metric.chart).indexOf(metric) % DASHES.length] ?? []
}

/** The metrics of a chart that a run has. */
export const linesOf = (chart: Chart, bands: Bands): Metric[] =>
  metricsOf(chart).filter(({ key }) => bands.has(key))

/** The charts that have something to show for a run. */
export const chartsOf = (bands: Bands): Chart[] =>
  charts().filter((chart) => linesOf(chart, bands).length > 0)

/** The colour tokens' current values, because a canvas cannot use tokens. */
export function colorsNow(): (token: string) => string {
  const style = getComputedStyle(document.documentElement)
  const known = new Map<string, string>()
  return (token) => {
    const value = known.get(token) ?? style.getPropertyValue(token).trim()
    known.set(token, value)
    return value
  }
}
