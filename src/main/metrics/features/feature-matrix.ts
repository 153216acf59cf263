import { problemError } from '../../../contract/errors'
import type { Rows } from '../linear/rows'

/** Features (or class probabilities, or pixels) of images, image by image. */
export interface FeatureMatrix {
  /** [count, dim]; must not change, since intermediate results are kept for each matrix */
  data: Float32Array
  count: number
  dim: number
}

/** Rows converted at a time: few enough to stay in the processor's cache. */
export const BLOCK = 64

/**
 * Features of images, row by row.
 *
 * @param data [count, dim]; not copied
 * @throws StudioError `data` if a value is not finite
 */
export function featureMatrix(data: Float32Array, dim: number): FeatureMatrix {
  if (dim < 1 || data.length % dim !== 0) {
    throw new Error(`${data.length} values are not rows of ${dim}`)
  }
  const count = data.length / dim
  const found = notFinite(data, count, dim)
  if (found > 0) throw problemError('data', 'featuresNotFinite', { found, images: count })
  return { data, count, dim }
}

/** The number of rows with values that are not finite. */
function notFinite(data: Float32Array, count: number, dim: number): number {
  let found = 0
  for (let i = 0; i < count; i++) {
    let sum = 0
    // 0 times a finite number is 0; 0 times an infinite one or NaN is NaN.
    for (let j = 0; j < dim; j++) sum += 0 * (data[i * dim + j] as number)
    if (sum !== 0) found++
  }
  return found
}

/** @throws StudioError `data` if there are fewer images than a metric needs */
export function needImages({ count }: { count: number }, needed: number): void {
  if (count < needed) throw problemError('data', 'tooFewToMeasure', { images: count, needed })
}

/** @throws StudioError `data` if features differ in length, so that no distance is defined */
export function needSameDim(a: { dim: number }, b: { dim: number }): void {
  if (a.dim !== b.dim)
    throw problemError('data', 'featuresDiffer', { features: a.dim, other: b.dim })
}

/** Rows in double precision: all, or only the chosen ones. */
export function rowsOf(
  { data, count, dim }: FeatureMatrix,
  chosen: ArrayLike<number> | undefined = undefined,
): Rows {
  if (chosen === undefined) return { data: Float64Array.from(data), count, dim }
  const rows = new Float64Array(chosen.length * dim)
  for (let i = 0; i < chosen.length; i++) {
    const row = (chosen[i] as number) * dim
    for (let j = 0; j < dim; j++) rows[i * dim + j] = data[row + j] as number
  }
  return { data: rows, count: chosen.length, dim }
}

/** The rows from `start` on, at most `most` of them, without copying them. */
export function sliceOf({ data, count, dim }: FeatureMatrix, start: number, most: number) {
  const end = Math.min(count, start + most)
  return { data: data.subarray(start * dim, end * dim), count: end - start, dim }
}

/** Some rows of a set. */
export interface Block {
  /** Index of the first row. */
  start: number
  rows: Rows
}

/** The rows in blocks of {@link BLOCK}. */
export function* blocksOf(features: FeatureMatrix, from = 0): Generator<Block> {
  for (let start = from; start < features.count; start += BLOCK) {
    yield { start, rows: rowsOf(sliceOf(features, start, BLOCK)) }
  }
}

/** The chosen rows, in their order. */
export function chosenOf({ data, dim }: FeatureMatrix, chosen: ArrayLike<number>): FeatureMatrix {
  const rows = new Float32Array(chosen.length * dim)
  for (let i = 0; i < chosen.length; i++) {
    const row = (chosen[i] as number) * dim
    rows.set(data.subarray(row, row + dim), i * dim)
  }
  return { data: rows, count: chosen.length, dim }
}
