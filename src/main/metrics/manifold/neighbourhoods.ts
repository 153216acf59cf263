import { needImages } from '../features/feature-matrix'
import type { FeatureMatrix } from '../features/feature-matrix'
import { Nearest } from '../features/nearest'
import { pairBlocks, pairBlocksWithin, visitPairs } from '../features/pairs'
import type { MetricInputs } from '../metric'
import { shared } from '../shared'

/*
 * Around each image of a set is a ball that reaches to its kth nearest neighbour in the set; the set
 * covers these balls. An image on the surface of a ball is inside it: in sets of equal images, all
 * radii are 0 and all images are inside.
 */

/** k of precision and recall (Kynkäänniemi et al. 2019). */
const FEW = 3
/** k of density and coverage (Naeem et al. 2020). */
const MANY = 5

type Sets = Pick<MetricInputs, 'real' | 'generated'>

export interface Neighbourhoods {
  /** k as used, which is lower for sets with too few images. */
  k: { precision: number; recall: number; density: number }
  /** The number of generated images inside a ball around a real one, with `k.precision`. */
  generatedInside: number
  /** The number of real images inside a ball around a generated one, with `k.recall`. */
  realInside: number
  /**
   * The total number of balls around real images that generated images are in, with `k.density`.
   */
  ballsEntered: number
  /** The number of real images with a generated one in their ball, with `k.density`. */
  ballsFilled: number
}

/** Determines which images of each set are inside the balls of the other. */
function compare(real: FeatureMatrix, generated: FeatureMatrix): Neighbourhoods {
  for (const features of [real, generated]) needImages(features, 2)
  const capped = (k: number, { count }: FeatureMatrix) => Math.min(k, count - 1)
  const k = {
    precision: capped(FEW, real),
    recall: capped(FEW, generated),
    density: capped(MANY, real),
  }
  const aroundReal = neighboursWithin(real, k.density)
  const aroundGenerated = neighboursWithin(generated, k.recall)
  const generatedInside = new Uint8Array(generated.count)
  const realInside = new Uint8Array(real.count)
  const filled = new Uint8Array(real.count)
  let ballsEntered = 0
  for (const block of pairBlocks(real, generated)) {
    visitPairs(block, (i, j, squared) => {
      if (squared <= aroundReal.kth(i, k.precision)) generatedInside[j] = 1
      if (squared <= aroundGenerated.kth(j, k.recall)) realInside[i] = 1
      if (squared > aroundReal.kth(i, k.density)) return
      filled[i] = 1
      ballsEntered++
    })
  }
  return {
    k,
    generatedInside: total(generatedInside),
    realInside: total(realInside),
    ballsEntered,
    ballsFilled: total(filled),
  }
}

const total = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0)

/** The k nearest neighbours of each image in its own set, itself excluded. Computed once per set and k. */
const neighboursWithin = (features: FeatureMatrix, k: number): Nearest => {
  const known = nearestBy(features)
  const found = known.get(k) ?? nearestWithin(features, k)
  known.set(k, found)
  return found
}
const nearestBy = shared((_: FeatureMatrix) => new Map<number, Nearest>())

function nearestWithin(features: FeatureMatrix, k: number): Nearest {
  const nearest = new Nearest(features.count, k)
  for (const block of pairBlocksWithin(features)) {
    visitPairs(block, (i, j, squared) => {
      // Blocks on the diagonal have both (i, j) and (j, i).
      if (i === j) return
      nearest.offer(i, squared, j)
      if (block.first !== block.second) nearest.offer(j, squared, i)
    })
  }
  return nearest
}

/** Computed once per pair of sets, for the four metrics that need it. */
export const neighbourhoodsOf = ({ real, generated }: Sets): Neighbourhoods =>
  comparedWith(real)(generated)
const comparedWith = shared((real: FeatureMatrix) =>
  shared((generated: FeatureMatrix) => compare(real, generated)),
)

/** The protocol of these metrics. */
export const protocolOf = ({ real, generated }: Sets, k: number) => ({
  realCount: real.count,
  generatedCount: generated.count,
  features: real.dim,
  k,
})
