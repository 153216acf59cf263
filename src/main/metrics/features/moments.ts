import { addGram } from '../linear/gram'
import { transposed } from '../linear/rows'
import type { Rows } from '../linear/rows'
import { canonicalOrder } from './canonical-order'
import { chosenOf, needSameDim } from './feature-matrix'
import type { FeatureMatrix } from './feature-matrix'

/** Mean and covariance of features, in double precision. */
export interface Moments {
  count: number
  dim: number
  /** [dim] */
  mean: Float64Array
  /** [dim, dim], symmetric; divided by count - 1, or 0 for one image */
  covariance: Float64Array
}

/** The number of rows summed at a time. */
const AT_ONCE = 256

/** Sums over rows so far. */
interface Sums {
  count: number
  mean: Float64Array
  /** The lower triangle of the sum of (x - mean)(x - mean)ᵀ. */
  scatter: Float64Array
}

/**
 * Accumulates mean and covariance of features that arrive in batches. Rows are gathered into blocks
 * of a fixed size, which are centred before they are combined (Chan, Golub and LeVeque 1979). The
 * result does not depend on the batch size, and is accurate even if the mean is far from 0.
 */
export class MomentsOf {
  private readonly block: Float64Array
  private filled = 0
  private readonly sums: Sums

  constructor(private readonly dim: number) {
    this.block = new Float64Array(AT_ONCE * dim)
    this.sums = { count: 0, mean: new Float64Array(dim), scatter: new Float64Array(dim * dim) }
  }

  /** @throws StudioError `data` if the features have another length */
  add(features: FeatureMatrix): this {
    const { block, dim, sums } = this
    needSameDim(features, { dim })
    for (let i = 0; i < features.count;) {
      const rows = Math.min(features.count - i, AT_ONCE - this.filled)
      block.set(features.data.subarray(i * dim, (i + rows) * dim), this.filled * dim)
      this.filled += rows
      i += rows
      if (this.filled < AT_ONCE) break
      combine(sums, { data: block, count: AT_ONCE, dim })
      this.filled = 0
    }
    return this
  }

  /** The moments of all rows so far; more can be added afterwards. */
  result(): Moments {
    const { dim, block, filled } = this
    const sums = structuredClone(this.sums)
    if (filled > 0) combine(sums, { data: block.slice(0, filled * dim), count: filled, dim })
    const { count, mean, scatter } = sums
    const covariance = scatter
    for (let i = 0; i < dim; i++) {
      for (let j = 0; j <= i; j++) {
        const entry = count < 2 ? 0 : (scatter[i * dim + j] as number) / (count - 1)
        covariance[i * dim + j] = entry
        covariance[j * dim + i] = entry
      }
    }
    return { count, dim, mean, covariance }
  }
}

/** The moments of a set; they do not depend on its order, not even in the last bit. */
export function momentsOf(features: FeatureMatrix): Moments {
  const order = canonicalOrder(features)
  const moments = new MomentsOf(features.dim)
  for (let i = 0; i < order.length; i += AT_ONCE) {
    moments.add(chosenOf(features, order.subarray(i, i + AT_ONCE)))
  }
  return moments.result()
}

/** Subtracts the rows' mean from each of them, and returns the mean. */
export function centre({ data, count, dim }: Rows): Float64Array {
  const mean = new Float64Array(dim)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < dim; j++) mean[j] = (mean[j] as number) + (data[i * dim + j] as number)
  }
  for (let j = 0; j < dim; j++) mean[j] = (mean[j] as number) / count
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < dim; j++) {
      data[i * dim + j] = (data[i * dim + j] as number) - (mean[j] as number)
    }
  }
  return mean
}

/** Adds a block of rows to the sums; overwrites the block. */
function combine(sums: Sums, block: Rows): void {
  const { dim } = block
  const blockMean = centre(block)
  const count = sums.count + block.count
  const share = block.count / count
  const difference = blockMean.map((value, j) => value - (sums.mean[j] as number))
  addGram(sums.scatter, transposed(block))
  const weight = sums.count * share
  for (let i = 0; i < dim; i++) {
    const scaled = weight * (difference[i] as number)
    for (let j = 0; j <= i; j++) {
      const at = i * dim + j
      sums.scatter[at] = (sums.scatter[at] as number) + scaled * (difference[j] as number)
    }
    sums.mean[i] = (sums.mean[i] as number) + share * (difference[i] as number)
  }
  sums.count = count
}
