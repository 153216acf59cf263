import { figures } from './table-rows'
import type { CompareRow, Figure, MetricColumn } from './table-rows'

/** The order of the table: by a figure, a metric's column, the name, or as chosen (undefined). */
export interface RowOrder {
  key: string
  direction: 'ascending' | 'descending'
}

/** The order in which a column is sorted at first: the best values or the first names on top. */
export function firstDirection(
  key: string,
  columns: readonly MetricColumn[],
): RowOrder['direction'] {
  const column = columns.find((one) => one.key === key)
  const isAscending = key === 'name' || key === 'state' || column?.metric.better === 'lower'
  return isAscending ? 'ascending' : 'descending'
}

/** The order after a press of a column's header: sorted by it, then the other way round. */
export function pressed(
  order: RowOrder | undefined,
  key: string,
  columns: readonly MetricColumn[],
): RowOrder {
  if (order?.key !== key) return { key, direction: firstDirection(key, columns) }
  return { key, direction: order.direction === 'ascending' ? 'descending' : 'ascending' }
}

/** Sorts rows; those without a value come last in both directions. */
export function sortRows(
  rows: readonly CompareRow[],
  order: RowOrder | undefined,
  stateOf: (row: CompareRow) => string,
): readonly CompareRow[] {
  if (order === undefined) return rows
  const sign = order.direction === 'ascending' ? 1 : -1
  const textOf = { name: ({ run }: CompareRow) => run.name, state: stateOf }[order.key]
  if (textOf !== undefined) {
    const options = { numeric: true }
    return rows.toSorted((a, b) => sign * textOf(a).localeCompare(textOf(b), undefined, options))
  }
  return rows.toSorted((a, b) => {
    const [x, y] = [valueOf(a, order.key), valueOf(b, order.key)]
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined)
    return sign * (x - y)
  })
}

function valueOf({ figures: own, cells }: CompareRow, key: string): number | undefined {
  const value = isFigure(key) ? own[key] : cells.get(key)?.value
  return value === undefined || Number.isNaN(value) ? undefined : value
}

const isFigure = (key: string): key is Figure => figures.some((one) => one === key)
