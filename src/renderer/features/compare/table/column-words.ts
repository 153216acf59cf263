import { meaningOf } from '../../../../contract/metrics/table'
import type { Words } from '../../../../contract/words'
import { i18n } from '../../../i18n/i18n.svelte'
import { valueText } from '../../quality/value-text'
import { compareTexts } from '../texts/texts'
import type { Cell, MetricColumn } from './table-rows'

/** @param name the metric's name; by default, the one shown beside values */
export function labelOfColumn(
  { metric, isBest }: MetricColumn,
  name: Words = metric.label,
): string {
  const label = i18n.words(name)
  return isBest ? i18n.of(compareTexts).table.best(label) : label
}

/** Explains a column. */
export function titleOfColumn({ metric, isBest }: MetricColumn): string {
  const t = i18n.of(compareTexts).table
  return `${i18n.words(meaningOf(metric))} ${isBest ? t.bestHelp : t.newestHelp}`
}

/** A cell's value as the table shows it. */
export const textOfCell = ({ metric }: MetricColumn, { value }: Cell): string =>
  valueText(metric, value)

/** Explains an evaluation: its step, the number of images and the feature net. */
export function titleOfCell({ step, evaluation }: Cell): string | undefined {
  if (step === undefined || evaluation === undefined) return undefined
  const { format } = i18n
  const { generatedCount, net } = evaluation.protocol
  const t = i18n.of(compareTexts).table
  return t.measured(format.number(step), format.number(generatedCount), net.title)
}
