import { parse } from 'csv-parse/sync'
import { problemError } from '../../../contract/errors'
import type { Notice } from '../../../contract/notices'
import { plainLine } from '../../../contract/plain-text'
import { columnsMissing, columnsOf, columnTwice, Incomplete } from './labels-columns'
import type { LabelRows, Row } from './labels-columns'
import { linesOfObjects } from './labels-json'
import { extensionOf, kindOfName } from './names'

/** A parser's message may quote a whole line. */
const MAX_REASON = 200

/**
 * The rows of a table with columns (CSV, or separated by tabs or semicolons), or of one JSON object
 * per line.
 *
 * @throws StudioError `data` naming the line at fault, or the columns that are there
 */
export function tableRows(text: string, name: string): LabelRows {
  if (/^(?:jsonl|ndjson)$/.test(extensionOf(name))) return linesOfObjects(text, name)
  const head = text.slice(0, text.search(/[\r\n]|$/))
  const delimiter = ['\t', ';', ','].find((each) => head.includes(each)) ?? ','
  const incomplete = new Incomplete('line')
  const rows: Row[] = []
  const notes: Notice[] = []
  let columns: readonly [file: number, label: number] | undefined
  eachRecord(text, { delimiter, name }, (record, line) => {
    if (columns === undefined) {
      columns = columnsOf(record)
      if (columns !== undefined) {
        notes.push(...columnTwice(record, columns))
        return
      }
      if (!isHeadless(record)) throw columnsMissing(record, name)
      columns = [0, 1]
    }
    const [file, label] = columns
    const row = [record[file]?.trim() ?? '', record[label]?.trim() ?? ''] as const
    if (incomplete.check(row, line)) rows.push(row)
  })
  return { rows, incomplete, notes }
}

/** A first line of two values is not a heading if the first is a picture's name. */
const isHeadless = (record: readonly string[]): boolean =>
  record.length === 2 && kindOfName(record[0] ?? '') === 'picture'

function eachRecord(
  text: string,
  { delimiter, name }: { delimiter: string; name: string },
  take: (record: readonly string[], line: number) => void,
): void {
  let failure: unknown
  try {
    parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 2 ** 16,
      on_record(record: string[], { lines }) {
        try {
          take(record, lines)
        } catch (error) {
          failure = error
          throw error
        }
        // The parser does not collect a record for which this returns null.
        return null
      },
    })
  } catch (cause) {
    if (failure !== undefined) throw failure
    const why = plainLine(cause instanceof Error ? cause.message : String(cause), MAX_REASON)
    throw problemError('data', 'labelsUnreadable', { why }, { where: name, cause })
  }
}
