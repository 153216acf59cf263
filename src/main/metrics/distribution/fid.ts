import { needImages } from '../features/feature-matrix'
import type { FeatureMatrix } from '../features/feature-matrix'
import { defineMetric } from '../metric'
import { shared } from '../shared'
import { frechetDistance } from './frechet-distance'
import { gaussianOf } from './gaussian'
import type { Gaussian } from './gaussian'

/** The Gaussian fitted to a set's features; computed once per set. */
export const fitted: (features: FeatureMatrix) => Gaussian = shared(gaussianOf)

/**
 * Fréchet Inception Distance (Heusel et al. 2017), for any features; lower is better. It is biased:
 * only values measured with the same numbers of images can be compared.
 */
export const fid = defineMetric({
  key: 'fid',
  needs: ['real', 'generated'],
  work: ({ real, generated, dim, realKnown }) => ({
    kind: 'pairs',
    amount: ((generated + (realKnown ? 0 : real)) * dim ** 2) / 2,
  }),
  *compute({ real, generated }) {
    for (const features of [real, generated]) needImages(features, 2)
    const a = fitted(real)
    yield real.count / (real.count + generated.count)
    const b = fitted(generated)
    const { value, means, covariances } = frechetDistance(a, b)
    return {
      value,
      details: {
        ...{ means, covariances },
        ...{ realRank: a.spectrum.rank, generatedRank: b.spectrum.rank },
        ...{ realVariance: a.spectrum.trace, generatedVariance: b.spectrum.trace },
      },
      protocol: { realCount: real.count, generatedCount: generated.count, features: real.dim },
    }
  },
})
