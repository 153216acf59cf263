import { RowChoice } from '../features/canonical-order'
import { needImages, needSameDim } from '../features/feature-matrix'
import type { FeatureMatrix } from '../features/feature-matrix'
import { defineMetric } from '../metric'

const PAIRS = 10_000

/**
 * The mean distance between two generated images, over random pairs; 0 if all are equal. The detail
 * `realDistance` is the same for the real images; a generator that is as varied as the data reaches
 * it.
 */
export const pairwiseDistance = defineMetric({
  key: 'pairwiseDistance',
  needs: ['real', 'generated'],
  compute({ real, generated, seed }) {
    needSameDim(real, generated)
    for (const features of [real, generated]) needImages(features, 2)
    return {
      value: meanDistance(generated, new RowChoice(generated, seed, 'pairs', 'generated')),
      details: { realDistance: meanDistance(real, new RowChoice(real, seed, 'pairs', 'real')) },
      protocol: {
        ...{ realCount: real.count, generatedCount: generated.count, features: real.dim },
        ...{ pairs: PAIRS, seed },
      },
    }
  },
})

function meanDistance({ data, dim }: FeatureMatrix, choice: RowChoice): number {
  let total = 0
  for (let pair = 0; pair < PAIRS; pair++) {
    const [i, j] = choice.nextPair()
    let squared = 0
    for (let k = 0; k < dim; k++) {
      squared += ((data[i * dim + k] as number) - (data[j * dim + k] as number)) ** 2
    }
    total += Math.sqrt(squared)
  }
  return total / PAIRS
}
