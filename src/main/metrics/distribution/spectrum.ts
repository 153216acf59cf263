import type { Rows } from '../linear/rows'
import { symmetricEigenvalues } from '../linear/symmetric-eigenvalues'

/** The eigenvalues of a covariance. */
export interface Spectrum {
  /** All that exceed the rounding error, descending. */
  values: Float64Array
  /** Their number: the number of directions in which the images vary. */
  rank: number
  /** Their sum: the total variance. */
  trace: number
}

/**
 * The eigenvalues of a covariance, or of the Gram matrix of its factor, which has the same nonzero
 * eigenvalues.
 *
 * @param size the larger of the numbers of images and features, to which rounding errors are
 *   proportional (as in NumPy's matrix_rank)
 */
export function spectrumOf(matrix: Rows, size: number): Spectrum {
  const all = symmetricEigenvalues(matrix).reverse()
  const smallest = size * Number.EPSILON * (all[0] ?? 0)
  const values = all.filter((value) => value > smallest)
  return { values, rank: values.length, trace: values.reduce((sum, value) => sum + value, 0) }
}
