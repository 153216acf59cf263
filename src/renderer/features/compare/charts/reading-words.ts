import type { Metric } from '../../../../contract/metrics/metric'
import { formatMetric } from '../../../i18n/format-metric'
import { i18n } from '../../../i18n/i18n.svelte'
import { describeX } from '../axis/axis-words'
import type { Comparison } from '../comparison.svelte'
import { readRun } from './chart-lines'
import type { RunPoints } from './chart-lines'

/** Describes the place of the cursor, or that the values are the newest. */
export const describePlace = ({ cursor, axis }: Comparison): string =>
  cursor === undefined ? i18n.t.runPage.charts.newest : describeX(axis, cursor)

/** A run's value at the cursor, as text. */
export interface RunValue {
  id: string
  name: string
  /** Undefined if the run has no value there. */
  text: string | undefined
  hollow: boolean
}

/** The values of the runs shown at the cursor, or their newest. */
export const runValues = (
  { shown }: Comparison,
  metric: Metric,
  points: readonly RunPoints[],
  cursor: number | undefined,
): RunValue[] =>
  shown.map(({ id, name }) => {
    const reading = readRun(points, id, cursor)
    const text = reading === undefined ? undefined : formatMetric(metric, reading.value)
    return { id, name, text, hollow: reading?.hollow ?? false }
  })

/** Describes the runs' values at the cursor for screen readers. */
export function spokenReading(comparison: Comparison, values: readonly RunValue[]): string {
  const spoken = values.flatMap(({ name, text }) =>
    text === undefined ? [] : [i18n.t.training.charts.valueOf(name, text)],
  )
  if (spoken.length === 0) return i18n.t.training.charts.noData
  return [describePlace(comparison), ...spoken].join(i18n.t.common.partGap)
}
