import type { Metric } from '../../../../contract/metrics/metric'
import type { ChartLine } from '../../../charts/chart-model'
import { formatMetric } from '../../../i18n/format-metric'
import { i18n } from '../../../i18n/i18n.svelte'
import { describeX } from '../axis/axis-words'
import type { Comparison } from '../comparison.svelte'
import { readRun } from './chart-lines'

/** Describes the place of the cursor, or that the values are the newest. */
export const describePlace = ({ cursor, axis }: Comparison): string =>
  cursor === undefined ? i18n.t.runPage.charts.newest : describeX(axis, cursor)

/** Describes the runs' values at the cursor for screen readers. */
export function spokenReading(
  comparison: Comparison,
  metric: Metric,
  lines: readonly ChartLine[],
): string {
  const values = comparison.shown.flatMap(({ id, name }) => {
    const reading = readRun(lines, id, comparison.cursor)
    if (reading === undefined) return []
    return [i18n.t.training.charts.valueOf(name, formatMetric(metric, reading.value))]
  })
  if (values.length === 0) return i18n.t.training.charts.noData
  return [describePlace(comparison), ...values].join(i18n.t.common.partGap)
}
