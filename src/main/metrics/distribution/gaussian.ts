import { canonicalOrder } from '../features/canonical-order'
import { rowsOf } from '../features/feature-matrix'
import type { FeatureMatrix } from '../features/feature-matrix'
import { centre, momentsOf } from '../features/moments'
import type { Moments } from '../features/moments'
import { lowerGram } from '../linear/gram'
import type { Rows } from '../linear/rows'
import { semidefiniteFactor } from '../linear/semidefinite-factor'
import { spectrumOf } from './spectrum'
import type { Spectrum } from './spectrum'

/** A Gaussian fitted to features, in the form that Fréchet distances need. */
export interface Gaussian {
  count: number
  dim: number
  /** [dim] */
  mean: Float64Array
  /** F [rows, dim], where the covariance is Fᵀ F. */
  factor: Rows
  spectrum: Spectrum
}

/** Makes a Gaussian from moments, for features that were streamed. */
export function gaussianFrom({ count, dim, mean, covariance }: Moments): Gaussian {
  const matrix = { data: covariance, count: dim, dim }
  return {
    ...{ count, dim, mean },
    factor: semidefiniteFactor(matrix),
    spectrum: spectrumOf(matrix, Math.max(count, dim)),
  }
}

/**
 * Fits a Gaussian to features. With no more images than features, the centred features themselves
 * are the factor: this is faster, and avoids the rounding errors of a covariance that cannot have
 * full rank.
 *
 * @param features of at least two images
 */
export function gaussianOf(features: FeatureMatrix): Gaussian {
  const { count, dim } = features
  if (count > dim) return gaussianFrom(momentsOf(features))
  const rows = rowsOf(features, canonicalOrder(features))
  const mean = centre(rows)
  const root = Math.sqrt(count - 1)
  const factor = { ...rows, data: rows.data.map((value) => value / root) }
  const spectrum = spectrumOf(lowerGram(factor), Math.max(count, dim))
  return { count, dim, mean, factor, spectrum }
}
