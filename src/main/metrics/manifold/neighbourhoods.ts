import { inTurn, partly } from '../computation'
import type { Computation } from '../computation'
import { needImages } from '../features/feature-matrix'
import type { FeatureMatrix } from '../features/feature-matrix'
import { Nearest } from '../features/nearest'
import { pairBlocks, pairBlocksWithin, visitPairs } from '../features/pairs'
import { pairsWithin, workPerPair } from '../metric'
import type { Counts, MetricInputs, Work } from '../metric'
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
function* compare(real: FeatureMatrix, generated: FeatureMatrix): Computation<Neighbourhoods> {
  for (const features of [real, generated]) needImages(features, 2)
  const capped = (k: number, { count }: FeatureMatrix) => Math.min(k, count - 1)
  const k = {
    precision: capped(FEW, real),
    recall: capped(FEW, generated),
    density: capped(MANY, real),
  }
  const work = [real, generated].map(({ count }) => pairsWithin(count))
  const between = real.count * generated.count
  const before = total(work) / (total(work) + between)
  const [aroundReal, aroundGenerated] = (yield* partly(
    inTurn([
      { work: work[0] as number, of: () => neighboursWithin(real, k.density) },
      { work: work[1] as number, of: () => neighboursWithin(generated, k.recall) },
    ]),
    0,
    before,
  )) as [Nearest, Nearest]
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
    const pairs = block.first * generated.count + block.rows.count * block.second
    yield before + ((1 - before) * pairs) / between
  }
  return {
    k,
    generatedInside: total(generatedInside),
    realInside: total(realInside),
    ballsEntered,
    ballsFilled: total(filled),
  }
}

function total(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] as number
  return sum
}

/** The k nearest neighbours of each image in its own set, itself excluded. Computed once per set and k. */
function* neighboursWithin(features: FeatureMatrix, k: number): Computation<Nearest> {
  const known = nearestBy(features)
  const found = known.get(k) ?? (yield* nearestWithin(features, k))
  known.set(k, found)
  return found
}
const nearestBy = shared((_: FeatureMatrix) => new Map<number, Nearest>())

function* nearestWithin(features: FeatureMatrix, k: number): Computation<Nearest> {
  const nearest = new Nearest(features.count, k)
  for (const block of pairBlocksWithin(features)) {
    visitPairs(block, (i, j, squared) => {
      // Blocks on the diagonal have both (i, j) and (j, i).
      if (i === j) return
      nearest.offer(i, squared, j)
      if (block.first !== block.second) nearest.offer(j, squared, i)
    })
    // Later rows have fewer columns.
    if (block.first === block.second) yield 1 - (1 - block.first / features.count) ** 2
  }
  return nearest
}

/** Computed once per pair of sets, for the four metrics that need it. */
export function* neighbourhoodsOf({ real, generated }: Sets): Computation<Neighbourhoods> {
  const known = comparedWith(real)
  const found = known.get(generated) ?? (yield* compare(real, generated))
  known.set(generated, found)
  return found
}
const comparedWith = shared((_: FeatureMatrix) => new WeakMap<FeatureMatrix, Neighbourhoods>())

/** The work of these metrics; the first of them does most of it. */
export const neighbourhoodWork = ({ real, generated, dim, realKnown }: Counts): Work => {
  const pairs = (realKnown ? 0 : pairsWithin(real)) + pairsWithin(generated) + real * generated
  return { kind: 'pairs', amount: pairs * workPerPair(dim), once: 'neighbourhoods' }
}

/** The protocol of these metrics. */
export const protocolOf = ({ real, generated }: Sets, k: number) => ({
  realCount: real.count,
  generatedCount: generated.count,
  features: real.dim,
  k,
})
