import { inTurn } from '../computation'
import type { Computation } from '../computation'
import { canonicalOrder, RowChoice } from '../features/canonical-order'
import { chosenOf, needImages, needSameDim } from '../features/feature-matrix'
import type { FeatureMatrix } from '../features/feature-matrix'
import { defineMetric, pairsWithin, workPerPair } from '../metric'
import { subsetSums } from './kernel-sums'
import type { Subsets } from './kernel-sums'

const SUBSETS = 100
const SUBSET_SIZE = 1000
/** Subsets are drawn from at most this many images, since the time grows quadratically. */
const MOST = 10_000
/** The work of adding a kernel's value to a subset's sum, in multiplications. */
const SUM_WORK = 4

/**
 * Kernel Inception Distance (Bińkowski et al. 2018): the unbiased squared maximum mean discrepancy
 * with the kernel (x·y / d + 1)³, averaged over random subsets; lower is better. As it is
 * unbiased, it is near 0, and sometimes below, for sets from the same distribution.
 */
export const kid = defineMetric({
  key: 'kid',
  needs: ['real', 'generated'],
  work({ real, generated, dim }) {
    const [x, y] = [Math.min(real, MOST), Math.min(generated, MOST)]
    const size = Math.min(SUBSET_SIZE, x, y)
    const sums = SUBSETS * 2 * size ** 2
    const pairs = pairsWithin(x) + pairsWithin(y) + x * y
    return { kind: 'pairs', amount: pairs * workPerPair(dim) + SUM_WORK * sums }
  },
  *compute({ real, generated, seed }) {
    needSameDim(real, generated)
    for (const features of [real, generated]) needImages(features, 2)
    const size = Math.min(SUBSET_SIZE, real.count, generated.count)
    // If a subset has all images of both sets, one is enough.
    const number = size === Math.max(real.count, generated.count) ? 1 : SUBSETS
    const draw = { seed, number, size }
    const values = yield* discrepancies(
      drawn(real, 'real', draw),
      drawn(generated, 'generated', draw),
    )
    const mean = values.reduce((sum, value) => sum + value, 0) / number
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / number
    return {
      value: mean,
      details: { deviation: Math.sqrt(variance) },
      protocol: {
        ...{ realCount: real.count, generatedCount: generated.count, features: real.dim },
        ...{ subsets: number, subsetSize: size, drawnFrom: MOST, seed },
      },
    }
  },
})

interface Draw {
  seed: number
  number: number
  size: number
}

function drawn(features: FeatureMatrix, name: string, { seed, number, size }: Draw): Subsets {
  const most = new RowChoice(features, seed, 'kid', name, 'most')
  // In canonical order, since rounding makes sums depend on the order.
  const order = features.count > MOST ? most.next(MOST) : canonicalOrder(features)
  const from = chosenOf(features, order)
  const choice = new RowChoice(from, seed, 'kid', name)
  return { features: from, subsets: Array.from({ length: number }, () => choice.next(size)) }
}

/** The unbiased squared discrepancy of each subset of one set and that of the other. */
function* discrepancies(x: Subsets, y: Subsets): Computation<number[]> {
  const [a, b] = [x.features.count, y.features.count]
  const [inX = [], inY = [], between = []] = yield* inTurn<ArrayLike<number>>([
    { work: pairsWithin(a), of: () => subsetSums(x) },
    { work: pairsWithin(b), of: () => subsetSums(y) },
    { work: a * b, of: () => subsetSums(x, y) },
  ])
  return x.subsets.map(({ length: n }, s) => {
    const within = ((inX[s] as number) + (inY[s] as number)) / (n * (n - 1))
    return within - (2 * (between[s] as number)) / (n * n)
  })
}
