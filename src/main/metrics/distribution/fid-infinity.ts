import { RowChoice } from '../features/canonical-order'
import { chosenOf, needImages } from '../features/feature-matrix'
import { defineMetric } from '../metric'
import { fitted } from './fid'
import { frechetDistance } from './frechet-distance'
import { gaussianOf } from './gaussian'

/** The number of FIDs that the line is fitted to, as in the paper. */
const POINTS = 15
/** The size of the smallest subset as a share of the generated images, as in the paper. */
const SMALLEST = 0.1

/**
 * The FID of infinitely many generated images (Chong and Forsyth 2020): FID is nearly linear in 1 /
 * count, so a line fitted to the FIDs of random subsets, extrapolated to 1 / count = 0, gives the
 * limit. The bias from the number of real images remains. The value is an estimate and can be
 * slightly negative.
 */
export const fidInfinity = defineMetric({
  key: 'fidInfinity',
  needs: ['real', 'generated'],
  work: ({ generated, dim }) => ({
    kind: 'pairs',
    amount: (POINTS * (1 + SMALLEST) * generated * dim ** 2) / 4,
  }),
  *compute({ real, generated, seed }) {
    needImages(real, 2)
    needImages(generated, 3)
    const sizes = subsetSizes(generated.count)
    const choice = new RowChoice(generated, seed, 'fidInfinity')
    const reference = fitted(real)
    const images = sizes.reduce((sum, size) => sum + size, 0)
    const distances: number[] = []
    let done = 0
    for (const size of sizes) {
      const subset = chosenOf(generated, choice.next(size))
      distances.push(frechetDistance(reference, gaussianOf(subset)).value)
      yield (done += size) / images
    }
    const { intercept, slope } = lineThrough(
      sizes.map((size) => 1 / size),
      distances,
    )
    return {
      value: intercept,
      details: { slope, sizes, distances },
      protocol: {
        ...{ realCount: real.count, generatedCount: generated.count, features: real.dim },
        ...{ points: sizes.length, smallestSubset: sizes[0] ?? 0, seed },
      },
    }
  },
})

/** Evenly spaced subset sizes up to the number of images, without repetitions. */
function subsetSizes(count: number): number[] {
  const smallest = Math.max(2, Math.floor(SMALLEST * count))
  const sizes = Array.from({ length: POINTS }, (_, i) =>
    Math.floor(smallest + ((count - smallest) * i) / (POINTS - 1)),
  )
  return [...new Set(sizes)]
}

/** A least-squares fit of a line. */
function lineThrough(x: readonly number[], y: readonly number[]) {
  const meanOf = (values: readonly number[]) =>
    values.reduce((sum, v) => sum + v, 0) / values.length
  const [meanX, meanY] = [meanOf(x), meanOf(y)]
  let [covariance, variance] = [0, 0]
  for (const [i, value] of x.entries()) {
    covariance += (value - meanX) * ((y[i] ?? 0) - meanY)
    variance += (value - meanX) ** 2
  }
  const slope = covariance / variance
  return { intercept: meanY - slope * meanX, slope }
}
