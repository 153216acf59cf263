import type { EvaluationMetric } from '../../../../contract/metrics/metric'
import { formatMetric } from '../../../i18n/format-metric'
import { i18n } from '../../../i18n/i18n.svelte'
import type { EvaluationLine, EvaluationPoint } from '../evaluation-lines'
import { qualityTexts } from '../texts/texts'

/** A metric's floor, from the measurement with the most images. */
export const floorOf = (
  lines: readonly EvaluationLine[],
  metric: EvaluationMetric,
): number | undefined =>
  lines.find((line) => line.metric === metric && line.floor !== undefined)?.floor

/** Describes the values at the cursor for screen readers, each with its step. */
export function describeReading(
  reading: ReadonlyMap<EvaluationMetric, EvaluationPoint>,
  lines: readonly EvaluationLine[],
): string {
  const t = i18n.of(qualityTexts)
  const { valueOf, noData } = i18n.t.training.charts
  const values = [...reading].map(([metric, { step, value }]) => {
    const floor = floorOf(lines, metric)
    const parts = [
      t.measure.step(i18n.format.number(step)),
      valueOf(i18n.words(metric.label), formatMetric(metric, value)),
      ...(floor === undefined ? [] : [t.charts.ofReal(formatMetric(metric, floor))]),
    ]
    return parts.join(i18n.t.common.listGap)
  })
  return values.length === 0 ? noData : values.join(i18n.t.common.partGap)
}
