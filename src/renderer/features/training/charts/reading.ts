import type { Metric } from '../../../../contract/metrics/metric'
import { formatMetric } from '../../../i18n/format-metric'
import { i18n } from '../../../i18n/i18n.svelte'
import { epochOf } from '../../../state/run-figures'
import type { Reading } from '../../../charts/lines'

/** Describes a reading's step: "Step 12,345, epoch 14". */
export function describeStep(reading: Reading, stepsPerEpoch: number | null): string {
  const t = i18n.t.training.charts
  const { from, to } = reading
  const steps = from === to ? t.step(number(to)) : t.stepsFromTo(number(from), number(to))
  const epoch = epochOf(to, stepsPerEpoch)
  return epoch === undefined ? steps : t.stepAndEpoch(steps, number(epoch))
}

/** Describes the step at the cursor, or without a cursor that the reading is the newest. */
export function describeCursor(
  reading: Reading,
  { cursor, smoothing }: { cursor: number | undefined; smoothing: number },
  stepsPerEpoch: number | null,
): string {
  if (cursor !== undefined) return describeStep(reading, stepsPerEpoch)
  const t = i18n.t.runPage.charts
  return smoothing > 0 ? t.newestSmoothed : t.newest
}

/** Describes a reading for screen readers. @param when prefix that describes its step */
export function describeReading(
  reading: Reading,
  metrics: readonly Metric[],
  when?: string,
): string {
  const values = metrics.flatMap((metric) => {
    const value = reading.values.get(metric.key)
    if (value === undefined) return []
    const label = i18n.words(metric.label)
    return [i18n.t.training.charts.valueOf(label, formatMetric(metric, value))]
  })
  return [...(when === undefined ? [] : [when]), ...values].join(i18n.t.common.partGap)
}

const number = (value: number): string => i18n.format.number(value)
