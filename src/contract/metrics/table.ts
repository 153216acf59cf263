import type { Language } from '../language'
import { inLanguage } from '../words'
import type { Words } from '../words'
import type { Chart } from './charts'
import type { LossFacts } from './loss-facts'
import type { Metric, StepMetric } from './metric'
import { metrics } from './metrics'

/** All charts, in the order in which the table first mentions them. */
export const charts = (): Chart[] => [...new Set(metrics.map(({ chart }) => chart))]

export const metricsOf = (chart: Chart): Metric[] =>
  metrics.filter((metric) => metric.chart === chart)

/** The metrics that every training step computes, in the table's order. */
export const stepMetrics = (): StepMetric[] => metrics.filter((metric) => metric.cadence === 'step')

/** Returns undefined for a key that only another version knows. */
export const metricOf = (key: string): Metric | undefined =>
  metrics.find((metric) => metric.key === key)

/** The metric's meaning in a run with this loss, or in runs with different ones. */
export const meaningOf = ({ meaning }: Metric, loss?: LossFacts): Words =>
  typeof meaning === 'function' ? meaning(loss) : meaning

/** The metric's display name: the key itself if only another version knows it. */
export function labelIn(key: string, language: Language): string {
  const metric = metricOf(key)
  return metric === undefined ? key : inLanguage(metric.label, language)
}
