import { plainLine } from '../../contract/plain-text'

/** Maximum length of a row's last cell: paths and reasons may have any length. */
const MAX_LAST = 240
/**
 * Maximum length of any other cell, which widens its column in every row; enough for a run's id and
 * for an engine with its versions.
 */
const MAX_CHARACTERS = 80

/** Formats rows as lines with left-aligned columns; the first row is the heading. */
export function formatTable(rows: readonly (readonly string[])[]): string[] {
  const plain = rows.map((row) =>
    row.map((cell, i) => plainLine(cell, i === row.length - 1 ? MAX_LAST : MAX_CHARACTERS)),
  )
  const widths = (plain[0] ?? []).map((_, column) =>
    Math.max(...plain.map((row) => (row[column] ?? '').length)),
  )
  return plain.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
