import { problemError } from '../../../contract/errors'
import type { FeatureMatrix } from '../features/feature-matrix'

/** The largest accepted difference of a row's sum from 1: more than float32 rounding causes. */
const TOLERANCE = 1e-3

/**
 * A classifier's probabilities in double precision, with rows that sum to 1.
 *
 * @returns [count, classes]
 * @throws StudioError `data` if the rows are not probabilities
 */
export function normalised({ data, count, dim: classes }: FeatureMatrix): Float64Array {
  const rows = Float64Array.from(data)
  for (let i = 0; i < count; i++) {
    const row = rows.subarray(i * classes, (i + 1) * classes)
    const sum = row.reduce((total, value) => total + value, 0)
    if (!(Math.abs(sum - 1) <= TOLERANCE) || row.some((value) => value < 0)) {
      throw problemError('data', 'notProbabilities', { image: i + 1 })
    }
    row.forEach((value, c) => (row[c] = value / sum))
  }
  return rows
}

/** The most likely class of each image; of equally likely ones, the first. */
export function likeliest({ data, count, dim: classes }: FeatureMatrix): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => {
    let best = 0
    for (let c = 1; c < classes; c++) {
      if ((data[i * classes + c] as number) > (data[i * classes + best] as number)) best = c
    }
    return best
  })
}
