import type { Chart } from '../../../../contract/metrics/charts'
import type { Metric } from '../../../../contract/metrics/metric'
import { charts, metricsOf } from '../../../../contract/metrics/table'
import type { Bands } from '../../../charts/series/metrics-bands'

/** Dash patterns of a chart's lines; dots are reserved for equilibrium levels. */
const DASHES = [[], [7, 3], [9, 3, 2, 3], [12, 4], [4, 4], [12, 3, 4, 3]]

/** Returns the dash pattern of a metric's line. */
export function dashOf(metric: Metric): number[] {
  return DASHES[metricsOf(metric.chart).indexOf(metric) % DASHES.length] ?? []
}

/** Returns the chart's metrics that the run has. */
export const linesOf = (chart: Chart, bands: Bands): Metric[] =>
  metricsOf(chart).filter(({ key }) => bands.has(key))

/** Returns the charts for which the run has metrics. */
export const chartsOf = (bands: Bands): Chart[] =>
  charts().filter((chart) => linesOf(chart, bands).length > 0)
