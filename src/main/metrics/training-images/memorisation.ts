import { inTurn } from '../computation'
import type { Computation } from '../computation'
import { needImages } from '../features/feature-matrix'
import type { FeatureMatrix } from '../features/feature-matrix'
import { defineMetric, workPerPair } from '../metric'
import { shared } from '../shared'
import { searching } from './nearest-training'
import { rankTest } from './rank-test'
import type { MatrixProduct } from './screened-neighbours'

/** Distances below this quantile of the real images' distances count as suspiciously near. */
export const NEAR = 0.01

/**
 * Compares the distances of generated images and of unseen real images to their nearest training
 * image. The value is the probability that a generated image is nearer than a real one (ties count
 * half): 0.5 is normal, 1 means copies.
 *
 * This is the data-copying test of Meehan, Chaudhuri and Dasgupta (2020), without its division of
 * the data into cells: their statistic is the detail `z` (below -3 is significant). z grows with
 * the number of images, so the value is the probability, which does not. Occasional copies hardly
 * change either, so `near` gives the share of generated images that are nearer than all but 1 % of
 * the real ones.
 */
export const memorisation = defineMetric({
  key: 'memorisation',
  needs: ['real', 'generated', 'training'],
  work: ({ real, generated, training, dim, realKnown }) => ({
    kind: 'training',
    amount: (generated + (realKnown ? 0 : real)) * training * workPerPair(dim),
  }),
  *compute({ real, generated, training, product }) {
    for (const features of [real, generated]) needImages(features, 2)
    const all = { training, count: countOf(training), product }
    const isKnown = distancesTo(training).has(real)
    const [realNearest, generatedNearest] = (yield* inTurn([
      { work: isKnown ? 0 : real.count, of: () => realDistances(real, all) },
      { work: generated.count, of: () => nearestDistances(generated, all) },
    ])) as [Float64Array, Float64Array]
    const { lower, z } = rankTest(generatedNearest, realNearest)
    const sorted = realNearest.toSorted()
    const limit = sorted[Math.floor(NEAR * sorted.length)] as number
    const near = generatedNearest.filter((distance) => distance < limit).length / generated.count
    return {
      value: lower,
      details: {
        ...{ z, near, nearLimit: limit },
        copies: generatedNearest.filter((distance) => distance === 0).length,
        realMedian: median(realNearest),
        generatedMedian: median(generatedNearest),
      },
      protocol: {
        ...{ realCount: real.count, generatedCount: generated.count, features: real.dim },
        ...{ trainingCount: all.count, quantile: NEAR },
      },
    }
  },
})

/** The features of all training images. */
interface AllTraining {
  training: Iterable<FeatureMatrix>
  count: number
  product: MatrixProduct | undefined
}

const distancesTo = shared((_: Iterable<FeatureMatrix>) => new WeakMap<object, Float64Array>())

/** The nearest distances of real images, computed once for all generated ones. */
function* realDistances(real: FeatureMatrix, all: AllTraining): Computation<Float64Array> {
  const known = distancesTo(all.training)
  const distances = known.get(real) ?? (yield* nearestDistances(real, all))
  known.set(real, distances)
  return distances
}

const countOf = (chunks: Iterable<FeatureMatrix>): number => {
  let count = 0
  for (const chunk of chunks) count += chunk.count
  return count
}

function* nearestDistances(images: FeatureMatrix, all: AllTraining): Computation<Float64Array> {
  return (yield* searching(images, all, 1, all.product)).squared.map(Math.sqrt)
}

function median(values: Float64Array): number {
  const sorted = values.toSorted()
  const half = sorted.length / 2
  return ((sorted[Math.ceil(half) - 1] as number) + (sorted[Math.floor(half)] as number)) / 2
}
