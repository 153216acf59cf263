import type { BenchRow } from '../studio/estimates/step-bench'
import { formatTable } from './table'

interface Column {
  heading: string
  /** Undefined if the row has no value. */
  cell(row: BenchRow): string | undefined
}

const columns: readonly Column[] = [
  { heading: '', cell: ({ name }) => name },
  { heading: 'version', cell: ({ version }) => version },
  { heading: 'threads', cell: ({ threads }) => String(threads) },
  { heading: 'steps', cell: ({ steps }) => String(steps) },
  { heading: 'median ms', cell: ({ medianMs }) => medianMs.toFixed(1) },
  { heading: 'p10 ms', cell: ({ p10Ms }) => p10Ms.toFixed(1) },
  { heading: 'ratio', cell: ({ ratio }) => ratio?.toFixed(2) },
  { heading: 'images/s', cell: ({ imagesPerSecond }) => imagesPerSecond?.toFixed(0) },
  { heading: 'ratio', cell: ({ generateRatio }) => generateRatio?.toFixed(2) },
  { heading: 'RSS MiB', cell: ({ rssBytes }) => (rssBytes / 2 ** 20).toFixed(0) },
]

/** Formats the results of a benchmark as lines, without the columns that no row has a value for. */
export function benchTable(rows: readonly BenchRow[]): string[] {
  const filled = columns.filter(({ cell }) => rows.some((row) => cell(row) !== undefined))
  return formatTable([
    filled.map(({ heading }) => heading),
    ...rows.map((row) => filled.map(({ cell }) => cell(row) ?? '-')),
  ])
}
