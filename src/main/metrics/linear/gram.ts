import { products } from './products'
import type { Rows } from './rows'

/** Rows of the result computed at a time. */
const STRIPE = 32

/**
 * Adds the dot products of all pairs of rows, R Rᵀ, to the lower triangle of a matrix.
 *
 * @param sum [count, count]
 */
export function addGram(sum: Float64Array, { data, count, dim }: Rows): void {
  for (let i = 0; i < count; i += STRIPE) {
    const height = Math.min(STRIPE, count - i)
    const stripe = { data: data.subarray(i * dim), count: height, dim }
    const width = i + height
    const dots = new Float64Array(height * width)
    products(stripe, { data, count: width, dim }, dots)
    for (let row = 0; row < height; row++) {
      for (let j = 0; j <= i + row; j++) {
        const at = (i + row) * count + j
        sum[at] = (sum[at] as number) + (dots[row * width + j] as number)
      }
    }
  }
}

/** R Rᵀ [count, count], of which only the lower triangle is filled. */
export function lowerGram(rows: Rows): Rows {
  const { count } = rows
  const data = new Float64Array(count * count)
  addGram(data, rows)
  return { data, count, dim: count }
}
