import { needSameDim } from '../features/feature-matrix'
import { lowerGram } from '../linear/gram'
import { products } from '../linear/products'
import type { Rows } from '../linear/rows'
import { symmetricEigenvalues } from '../linear/symmetric-eigenvalues'
import type { Gaussian } from './gaussian'

/** A Fréchet distance and its two parts. */
export interface FrechetDistance {
  value: number
  /** |mu1 - mu2|² */
  means: number
  /** tr C1 + tr C2 - 2 tr (C1^½ C2 C1^½)^½ */
  covariances: number
}

/**
 * The squared Fréchet (Wasserstein 2) distance of two Gaussians. With C1 = F1ᵀ F1 and C2 = F2ᵀ F2,
 * C1^½ C2 C1^½ has the same eigenvalues other than 0 as M Mᵀ for M = F1 F2ᵀ. M Mᵀ is symmetric, so
 * its eigenvalues are real, and it is no larger than the smaller factor.
 */
export function frechetDistance(a: Gaussian, b: Gaussian): FrechetDistance {
  needSameDim(a, b)
  let means = 0
  for (let j = 0; j < a.dim; j++) means += ((a.mean[j] as number) - (b.mean[j] as number)) ** 2
  const [small, large] =
    a.factor.count < b.factor.count ? [a.factor, b.factor] : [b.factor, a.factor]
  const shared = traceOfRoot(small, large)
  // Rounding can make a distance of 0 slightly negative.
  const covariances = Math.max(0, traceOf(a.factor) + traceOf(b.factor) - 2 * shared)
  return { value: means + covariances, means, covariances }
}

/** The trace of Fᵀ F. */
const traceOf = ({ data }: Rows): number => data.reduce((sum, entry) => sum + entry * entry, 0)

/** The sum of the singular values of F1 F2ᵀ. */
function traceOfRoot(small: Rows, large: Rows): number {
  const { count } = small
  if (count === 0) return 0
  const shared: Rows = { data: new Float64Array(count * large.count), count, dim: large.count }
  products(small, large, shared.data)
  const values = symmetricEigenvalues(lowerGram(shared))
  return values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0)
}
