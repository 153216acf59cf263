import type { EvaluationMetric } from '../../../../contract/metrics/metric'
import { formatMetric } from '../../../i18n/format-metric'
import { i18n } from '../../../i18n/i18n.svelte'
import type { ReadValue } from '../evaluation-lines'
import { qualityTexts } from '../texts/texts'
import { valueText } from '../value-text'

/** The newest step of a reading; undefined if it is empty. */
export const stepOfReading = (
  reading: ReadonlyMap<EvaluationMetric, ReadValue>,
): number | undefined =>
  reading.size === 0 ? undefined : Math.max(...[...reading.values()].map(({ step }) => step))

/** The floor beside a value, with its number of images if that is not the value's. */
export function floorText(metric: EvaluationMetric, { floor, count }: ReadValue): string {
  const t = i18n.of(qualityTexts).charts
  if (floor === undefined) return ''
  const text = valueText(metric, floor.value)
  return floor.count === count ? t.ofReal(text) : t.ofSomeReal(text, floor.count)
}

/** Describes the values at the cursor for screen readers, each with its step. */
export function describeReading(reading: ReadonlyMap<EvaluationMetric, ReadValue>): string {
  const t = i18n.of(qualityTexts)
  const { valueOf, noData } = i18n.t.training.charts
  const values = [...reading].map(([metric, read]) => {
    const floor = floorText(metric, read)
    const parts = [
      t.measure.step(i18n.format.number(read.step)),
      valueOf(i18n.words(metric.label), formatMetric(metric, read.value)),
      ...(floor === '' ? [] : [floor]),
    ]
    return parts.join(i18n.t.common.listGap)
  })
  return values.length === 0 ? noData : values.join(i18n.t.common.partGap)
}
