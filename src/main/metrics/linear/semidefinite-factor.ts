import type { Rows } from './rows'

/** Variances below this share of the largest are rounding errors. */
const NEGLIGIBLE = 32 * Number.EPSILON

/**
 * Factors a positive semidefinite matrix as Fᵀ F, by Cholesky decomposition with pivoting (Higham,
 * Accuracy and Stability of Numerical Algorithms, 10.3). F can be used wherever a square root can,
 * at a fraction of the cost.
 *
 * @param matrix [dim, dim], symmetric; indefinite at most by rounding errors
 * @returns F [rank, dim]
 */
export function semidefiniteFactor({ data, dim }: Rows): Rows {
  const factor = new Float64Array(dim * dim)
  const left = Float64Array.from({ length: dim }, (_, i) => data[i * dim + i] as number)
  const smallest = NEGLIGIBLE * left.reduce((most, value) => Math.max(most, value), 0)
  let rank = 0
  for (; rank < dim; rank++) {
    const pivot = largestOf(left)
    const variance = left[pivot] as number
    if (variance <= smallest) break
    const row = factor.subarray(rank * dim, (rank + 1) * dim)
    row.set(data.subarray(pivot * dim, (pivot + 1) * dim))
    for (let k = 0; k < rank; k++) subtract(row, factor, k * dim, pivot)
    const root = Math.sqrt(variance)
    for (let j = 0; j < dim; j++) {
      // The columns of earlier pivots are already eliminated.
      const entry = left[j] === 0 ? 0 : (row[j] as number) / root
      row[j] = entry
      left[j] = Math.max(0, (left[j] as number) - entry * entry)
    }
    row[pivot] = root
    left[pivot] = 0
  }
  return { data: factor.slice(0, rank * dim), count: rank, dim }
}

const largestOf = (values: Float64Array): number =>
  values.reduce((best, value, i) => (value > (values[best] as number) ? i : best), 0)

/** Subtracts the row of the factor that begins at `start`, times its entry at the pivot. */
function subtract(row: Float64Array, factor: Float64Array, start: number, pivot: number): void {
  const weight = factor[start + pivot] as number
  if (weight === 0) return
  for (let j = 0; j < row.length; j++) {
    row[j] = (row[j] as number) - weight * (factor[start + j] as number)
  }
}
