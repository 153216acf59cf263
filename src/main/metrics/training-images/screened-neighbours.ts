import { sliceOf } from '../features/feature-matrix'
import type { FeatureMatrix } from '../features/feature-matrix'
import type { Nearest } from '../features/nearest'

/**
 * An engine's product of two matrices in single precision or TensorFloat-32.
 *
 * @param a [rows, dim]
 * @param b [dim, columns]
 * @returns [rows, columns]
 */
export type MatrixProduct = (a: Float32Array, b: Float32Array, dim: number) => Float32Array

/** Rows of each set per product: 16 MiB of results. */
const ROWS = 2048

/**
 * Features relative to a centre, since the products of long vectors are too inexact for small
 * distances.
 */
interface Centred {
  /** [count, dim] */
  rows: Float32Array
  /** [count]; squared lengths, reduced by the largest possible error of a product */
  lengths: Float64Array
}

/**
 * Searches for nearest training images with approximate products of matrices. A product gives a
 * lower bound of each distance, and only distances that may be among the smallest are computed
 * exactly, so the result has the same bits as an exhaustive search.
 */
export class ScreenedNeighbours {
  private readonly centre: Float64Array
  private readonly blocks: { start: number; centred: Centred }[]

  constructor(
    private readonly images: FeatureMatrix,
    private readonly nearest: Nearest,
    private readonly product: MatrixProduct,
  ) {
    this.centre = meansOf(images)
    this.blocks = [...startsIn(images)].map((start) => {
      return { start, centred: centredRows(sliceOf(images, start, ROWS), this.centre) }
    })
  }

  /** @param before the number of training images in earlier chunks */
  offer(chunk: FeatureMatrix, before: number): void {
    for (const start of startsIn(chunk)) {
      const slice = sliceOf(chunk, start, ROWS)
      const { rows, lengths } = centredRows(slice, this.centre)
      const columns = transposed(rows, slice.dim)
      for (const block of this.blocks) {
        const products = this.product(block.centred.rows, columns, slice.dim)
        this.screen({ ...block, slice, lengths, products, before: before + start })
      }
    }
  }

  private screen({ start, centred, slice, lengths, products, before }: Screened): void {
    const { nearest, images } = this
    const count = lengths.length
    for (let i = 0; i < centred.lengths.length; i++) {
      const own = (centred.lengths[i] as number) - SMALLEST * slice.dim
      const image = start + i
      let limit = nearest.kth(image, nearest.most)
      for (let j = 0; j < count; j++) {
        const bound = own + (lengths[j] as number) - 2 * (products[i * count + j] as number)
        // An infinite product has overflowed, so it gives no bound.
        if (bound > limit && bound < Infinity) continue
        nearest.offer(image, squaredDistance(images, image, slice, j), before + j)
        limit = nearest.kth(image, nearest.most)
      }
    }
  }
}

interface Screened {
  /** The first image of the block. */
  start: number
  centred: Centred
  /** Training images. */
  slice: FeatureMatrix
  lengths: Float64Array
  products: Float32Array
  /** Index of the slice's first image among all training images. */
  before: number
}

/** More than the error of products that are too small for single precision. */
const SMALLEST = 1e-30
/**
 * The largest error of a product, relative to the squared lengths: TensorFloat-32 rounds its inputs to
 * 10 bits, and sums are rounded to 23.
 */
const largestError = (dim: number): number => 2 ** -9 + dim * 2 ** -22

function* startsIn({ count }: FeatureMatrix): Generator<number> {
  for (let start = 0; start < count; start += ROWS) yield start
}

function meansOf({ data, count, dim }: FeatureMatrix): Float64Array {
  const means = new Float64Array(dim)
  for (let i = 0; i < data.length; i++) {
    const feature = i % dim
    means[feature] = (means[feature] as number) + (data[i] as number) / count
  }
  return means
}

function centredRows({ data, count, dim }: FeatureMatrix, centre: Float64Array): Centred {
  const rows = new Float32Array(data.length)
  const lengths = new Float64Array(count)
  const kept = 1 - largestError(dim)
  for (let i = 0; i < count; i++) {
    let sum = 0
    for (let k = 0; k < dim; k++) {
      const value = (data[i * dim + k] as number) - (centre[k] as number)
      rows[i * dim + k] = value
      sum += value * value
    }
    lengths[i] = kept * sum
  }
  return { rows, lengths }
}

/** [dim, count] */
function transposed(rows: Float32Array, dim: number): Float32Array {
  const count = rows.length / dim
  const columns = new Float32Array(rows.length)
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < dim; k++) columns[k * count + i] = rows[i * dim + k] as number
  }
  return columns
}

/** Summed in the order of the features, as in linear/squared-distances.ts. */
function squaredDistance(a: FeatureMatrix, i: number, b: FeatureMatrix, j: number): number {
  const { dim } = a
  let sum = 0
  for (let k = 0; k < dim; k++) {
    const difference = (a.data[i * dim + k] as number) - (b.data[j * dim + k] as number)
    sum += difference * difference
  }
  return sum
}
