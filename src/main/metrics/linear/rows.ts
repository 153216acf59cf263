/** A matrix in double precision, row by row. */
export interface Rows {
  /** [count, dim] */
  data: Float64Array
  count: number
  dim: number
}

/** [dim, count] */
export function transposed({ data, count, dim }: Rows): Rows {
  const out = new Float64Array(data.length)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < dim; j++) out[j * count + i] = data[i * dim + j] as number
  }
  return { data: out, count: dim, dim: count }
}

/** Rows of `a` (TALL) and `b` (WIDE) per tile: few enough that the sums stay in registers. */
export const TALL = 2
export const WIDE = 4

/** Computes entries of a result, starting with row i of `a` and row j of `b`. */
export type Entries = (a: Rows, i: number, b: Rows, j: number, out: Float64Array) => void

/**
 * Fills a table of all pairs of rows, tile by tile. Every bit of an entry must depend only on its
 * two rows, not on how the rows are divided into tiles and blocks.
 *
 * @param out [a.count, b.count]
 */
export function fillPairs(
  a: Rows,
  b: Rows,
  out: Float64Array,
  entries: { tile: Entries; one: Entries },
): void {
  const tallEnd = a.count - (a.count % TALL)
  const wideEnd = b.count - (b.count % WIDE)
  for (let i = 0; i < tallEnd; i += TALL) {
    for (let j = 0; j < wideEnd; j += WIDE) entries.tile(a, i, b, j, out)
  }
  for (let i = 0; i < a.count; i++) {
    for (let j = i < tallEnd ? wideEnd : 0; j < b.count; j++) entries.one(a, i, b, j, out)
  }
}
