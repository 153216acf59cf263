import type { Rows } from '../linear/rows'
import { squaredDistances } from '../linear/squared-distances'
import { blocksOf, needSameDim } from './feature-matrix'
import type { Block, FeatureMatrix } from './feature-matrix'

/** The squared distances between a block of rows of one set and a block of another's. */
export interface PairBlock {
  /** Index of the first row of each. */
  first: number
  second: number
  rows: Rows
  columns: Rows
  /** [rows.count, columns.count] */
  squared: Float64Array
}

/** The squared distances between all images of two sets, block by block: never all at once. */
export function* pairBlocks(a: FeatureMatrix, b: FeatureMatrix): Generator<PairBlock> {
  needSameDim(a, b)
  for (const block of blocksOf(a)) yield* beside(block, b, 0)
}

/**
 * The squared distances within a set, block by block. Each pair of images occurs once, except in
 * blocks on the diagonal (`first` equals `second`): these have (i, j) as well as (j, i), and also
 * (i, i).
 */
export function* pairBlocksWithin(features: FeatureMatrix): Generator<PairBlock> {
  for (const block of blocksOf(features)) yield* beside(block, features, block.start)
}

function* beside(block: Block, b: FeatureMatrix, from: number): Generator<PairBlock> {
  const { start: first, rows } = block
  for (const { start: second, rows: columns } of blocksOf(b, from)) {
    const squared = new Float64Array(rows.count * columns.count)
    squaredDistances(rows, columns, squared)
    yield { first, second, rows, columns, squared }
  }
}

/** Calls `visit` with the indices and squared distance of each pair of a block. */
export function visitPairs(
  { first, second, rows, columns, squared }: PairBlock,
  visit: (i: number, j: number, squared: number) => void,
): void {
  for (let i = 0; i < rows.count; i++) {
    for (let j = 0; j < columns.count; j++) {
      visit(first + i, second + j, squared[i * columns.count + j] as number)
    }
  }
}
