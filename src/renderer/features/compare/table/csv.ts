import { labelOfColumn } from './column-words'
import type { CompareRow, MetricColumn } from './table-rows'

/** A field of a CSV file; undefined if it is empty. */
type Field = string | number | undefined

/** The texts of the columns that are not metrics. */
export interface CsvTexts {
  name: string
  id: string
  state: string
  step: string
  images: string
  seconds: string
  stepOf: (metric: string) => string
  imagesOf: (metric: string) => string
  netOf: (metric: string) => string
}

/**
 * Formats the table as CSV (RFC 4180), with values in full precision. Each image metric has further
 * columns for the step, the number of images and the feature net.
 */
export function tableCsv(
  rows: readonly CompareRow[],
  columns: readonly MetricColumn[],
  stateOf: (row: CompareRow) => string,
  t: CsvTexts,
): string {
  const header = columns.flatMap((column) => {
    const label = labelOfColumn(column, column.metric.label)
    return isMeasured(column)
      ? [label, t.stepOf(label), t.imagesOf(label), t.netOf(label)]
      : [label]
  })
  const lines = rows.map((row) => {
    const { run, figures, cells } = row
    const values = columns.flatMap((column): Field[] => {
      const cell = cells.get(column.key)
      if (!isMeasured(column)) return [cell?.value]
      const protocol = cell?.evaluation?.protocol
      return [cell?.value, cell?.step, protocol?.generatedCount, protocol?.net.title]
    })
    const { step, images, seconds } = figures
    return [run.name, run.id, stateOf(row), step, images, seconds, ...values]
  })
  return csv([[t.name, t.id, t.state, t.step, t.images, t.seconds, ...header], ...lines])
}

const isMeasured = ({ metric }: MetricColumn): boolean => metric.cadence === 'evaluation'

/** Formats lines of fields as CSV. */
export const csv = (lines: readonly (readonly Field[])[]): string =>
  lines.map((fields) => `${fields.map(fieldText).join(',')}\r\n`).join('')

/** First characters that make a spreadsheet treat a text as a formula. */
const FORMULA = /^[=+\-@\t\r]/

function fieldText(field: Field): string {
  if (field === undefined) return ''
  if (typeof field === 'number') return String(field)
  const text = FORMULA.test(field) ? `'${field}` : field
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
