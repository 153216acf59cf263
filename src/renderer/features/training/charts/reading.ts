import { i18n } from '../../../i18n/i18n.svelte'
import { epochOf } from '../../../state/run-figures'
import { chartLines } from './charts'
import type { ChartKind } from './charts'
import type { Reading } from './charts-view.svelte'

/** "Step 12,345, epoch 14": where a reading is. */
export function describePlace(reading: Reading, stepsPerEpoch: number | null): string {
  const t = i18n.t.training.charts
  const { from, to } = reading
  const steps = from === to ? t.step(number(to)) : t.stepsFromTo(number(from), number(to))
  const epoch = epochOf(to, stepsPerEpoch)
  return epoch === undefined ? steps : t.stepAndEpoch(steps, number(epoch))
}

/** A reading as a screen reader says it. */
export function describeReading(
  reading: Reading,
  kind: ChartKind,
  stepsPerEpoch: number | null,
): string {
  const t = i18n.t.training.charts
  const values = chartLines[kind].map(({ name }) =>
    t.valueOf(t.series[name], formatValue(reading[name])),
  )
  return [describePlace(reading, stepsPerEpoch), ...values].join('; ')
}

/** Three decimals, or for a loss that has run away the first figures. */
export function formatValue(value: number): string {
  return Math.abs(value) >= 10_000 ? i18n.format.compact(value) : i18n.format.fixed(value, 3)
}

/** As {@link formatValue}, without decimals that say nothing. */
export function formatTick(value: number): string {
  return Math.abs(value) >= 10_000 ? i18n.format.compact(value) : i18n.format.number(value)
}

const number = (value: number): string => i18n.format.number(value)
