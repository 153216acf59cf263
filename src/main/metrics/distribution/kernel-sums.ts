import type { Computation } from '../computation'
import { BLOCK, blocksOf } from '../features/feature-matrix'
import type { Block, FeatureMatrix } from '../features/feature-matrix'
import { products } from '../linear/products'

/** Subsets of a set's images. */
export interface Subsets {
  features: FeatureMatrix
  /** The images' indices in the set, without repetitions. */
  subsets: readonly Uint32Array[]
}

/**
 * For each subset, the sum of the kernel (x·y / d + 1)³ over all pairs of an image from x's subset
 * and one from y's; without y, over all ordered pairs of different images of x's subset. Subsets
 * overlap, so the kernel is computed once per pair, block by block, and added to the sum of every
 * subset with that pair.
 */
export function* subsetSums(x: Subsets, y?: Subsets): Computation<Float64Array> {
  const sums = new Float64Array(x.subsets.length)
  const rows = membersByBlock(x)
  const columns = y === undefined ? rows : membersByBlock(y)
  const other = (y ?? x).features
  for (const block of blocksOf(x.features)) {
    // The kernel is symmetric: within a set, blocks below the diagonal are left out.
    for (const beside of blocksOf(other, y === undefined ? block.start : 0)) {
      const values = kernelOf(block, beside)
      const onDiagonal = y === undefined && beside.start === block.start
      if (onDiagonal) clearDiagonal(values, beside.rows.count)
      const weight = y === undefined && !onDiagonal ? 2 : 1
      const [above, along] = [rows[block.start / BLOCK], columns[beside.start / BLOCK]]
      for (let s = 0; s < sums.length; s++) {
        const sum = sumOf(values, beside.rows.count, above?.[s] ?? [], along?.[s] ?? [])
        sums[s] = (sums[s] as number) + weight * sum
      }
    }
    const left = 1 - Math.min(1, (block.start + BLOCK) / x.features.count)
    // Within a set, later rows have fewer columns.
    yield 1 - (y === undefined ? left ** 2 : left)
  }
  return sums
}

/** For each block of rows and each subset, the subset's rows within the block. */
function membersByBlock({ features, subsets }: Subsets): number[][][] {
  const blocks = Array.from({ length: Math.ceil(features.count / BLOCK) }, () =>
    subsets.map((): number[] => []),
  )
  for (const [s, subset] of subsets.entries()) {
    for (const image of subset) blocks[Math.floor(image / BLOCK)]?.[s]?.push(image % BLOCK)
  }
  return blocks
}

function kernelOf({ rows: x }: Block, { rows: y }: Block): Float64Array {
  const values = new Float64Array(x.count * y.count)
  products(x, y, values)
  for (let i = 0; i < values.length; i++) {
    const base = (values[i] as number) / x.dim + 1
    values[i] = base * base * base
  }
  return values
}

function clearDiagonal(values: Float64Array, width: number): void {
  for (let i = 0; i < values.length; i += width + 1) values[i] = 0
}

/** The sum of the chosen rows and columns of a table. */
function sumOf(
  values: Float64Array,
  width: number,
  rows: readonly number[],
  columns: readonly number[],
): number {
  let sum = 0
  for (const row of rows) {
    for (const column of columns) sum += values[row * width + column] as number
  }
  return sum
}
