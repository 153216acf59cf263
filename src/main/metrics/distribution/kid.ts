import { RowChoice } from '../features/canonical-order'
import { blocksOf, chosenOf, needImages, needSameDim } from '../features/feature-matrix'
import type { FeatureMatrix } from '../features/feature-matrix'
import { products } from '../linear/products'
import type { Rows } from '../linear/rows'
import { defineMetric } from '../metric'

const SUBSETS = 100
const SUBSET_SIZE = 1000

/**
 * Kernel Inception Distance (Bińkowski et al. 2018): the unbiased squared maximum mean discrepancy
 * with the kernel (x·y / d + 1)³, averaged over random subsets; lower is better. Being unbiased, it
 * is around 0, and at times below, for sets of the same kind.
 */
export const kid = defineMetric({
  key: 'kid',
  needs: ['real', 'generated'],
  compute({ real, generated, seed }) {
    needSameDim(real, generated)
    for (const features of [real, generated]) needImages(features, 2)
    const size = Math.min(SUBSET_SIZE, real.count, generated.count)
    // If a subset is everything, all are the same.
    const subsets = size === Math.max(real.count, generated.count) ? 1 : SUBSETS
    const [a, b] = [real, generated].map((features, i) => ({
      features,
      choice: new RowChoice(features, seed, 'kid', i === 0 ? 'real' : 'generated'),
    })) as [Chooser, Chooser]
    const values = Array.from({ length: subsets }, () =>
      discrepancy(
        chosenOf(a.features, a.choice.next(size)),
        chosenOf(b.features, b.choice.next(size)),
      ),
    )
    const mean = values.reduce((sum, value) => sum + value, 0) / subsets
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / subsets
    return {
      value: mean,
      details: { deviation: Math.sqrt(variance) },
      protocol: {
        ...{ realCount: real.count, generatedCount: generated.count, features: real.dim },
        ...{ subsets, subsetSize: size, seed },
      },
    }
  },
})

interface Chooser {
  features: FeatureMatrix
  choice: RowChoice
}

/** The unbiased squared discrepancy of two sets of the same size. */
function discrepancy(x: FeatureMatrix, y: FeatureMatrix): number {
  const n = x.count
  const within = (sumWithin(x) + sumWithin(y)) / (n * (n - 1))
  return within - (2 * sumBetween(x, y)) / (n * n)
}

/** The sum of the kernel over all pairs of images of two sets. */
function sumBetween(a: FeatureMatrix, b: FeatureMatrix): number {
  let sum = 0
  for (const { rows: x } of blocksOf(a)) {
    for (const { rows: y } of blocksOf(b)) sum += cubes(x, y)
  }
  return sum
}

/** The sum of the kernel over all pairs of different images of a set. */
function sumWithin(features: FeatureMatrix): number {
  let sum = 0
  for (const { start, rows: x } of blocksOf(features)) {
    for (const { start: other, rows: y } of blocksOf(features, start)) {
      // The kernel is symmetric, so blocks above the diagonal also stand for those below.
      sum += other === start ? cubes(x, y, true) : 2 * cubes(x, y)
    }
  }
  return sum
}

/** @param differentOnly leaves out pairs of a row and itself, if `y` is `x` */
function cubes(x: Rows, y: Rows, differentOnly = false): number {
  const dots = new Float64Array(x.count * y.count)
  products(x, y, dots)
  let sum = 0
  for (let i = 0; i < dots.length; i++) {
    if (differentOnly && i % (y.count + 1) === 0) continue
    const base = (dots[i] as number) / x.dim + 1
    sum += base * base * base
  }
  return sum
}
