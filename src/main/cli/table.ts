import { plainLine } from '../../contract/plain-text'

/** Maximum length of a cell: names and paths may have any length. */
const MAX_CHARACTERS = 240

/** Formats rows as lines with left-aligned columns; the first row is the heading. */
export function formatTable(rows: readonly (readonly string[])[]): string[] {
  const plain = rows.map((row) => row.map((cell) => plainLine(cell, MAX_CHARACTERS)))
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
