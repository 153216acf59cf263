import { fitted } from '../distribution/fid'
import type { Spectrum } from '../distribution/spectrum'
import { needImages } from '../features/feature-matrix'
import { defineMetric } from '../metric'

/**
 * The effective rank of the generated images' features (Roy and Vetterli 2007): exp of the entropy
 * of the centred features' singular values, that is, the effective number of directions in which
 * the images vary. 0 if all are equal.
 */
export const effectiveRank = defineMetric({
  key: 'effectiveRank',
  needs: ['real', 'generated'],
  compute({ real, generated }) {
    for (const features of [real, generated]) needImages(features, 2)
    return {
      value: effectiveRankOf(fitted(generated).spectrum),
      details: {
        rank: fitted(generated).spectrum.rank,
        realRank: fitted(real).spectrum.rank,
        realEffectiveRank: effectiveRankOf(fitted(real).spectrum),
      },
      protocol: { realCount: real.count, generatedCount: generated.count, features: real.dim },
    }
  },
})

function effectiveRankOf({ values, rank }: Spectrum): number {
  if (rank === 0) return 0
  // The singular values, up to a common factor that cancels out.
  const roots = values.map(Math.sqrt)
  const sum = roots.reduce((total, root) => total + root, 0)
  const entropy = roots.reduce((total, root) => total - (root / sum) * Math.log(root / sum), 0)
  return Math.exp(entropy)
}
