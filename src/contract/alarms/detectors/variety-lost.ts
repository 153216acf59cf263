import type { Evaluation } from '../../evaluations/evaluation'
import { notice } from '../../notices'
import { measurementDetector } from './measured'
import { percentOf } from './variety'

/** The least share of the real images' values. */
export const VARIETY_LIMITS = { pairwiseDistance: 0.4, effectiveRank: 0.25 }

/** Measured in features, the images differ far less than real ones, or in far fewer directions. */
export const varietyLost = measurementDetector({
  kind: 'varietyLost',
  watch: () => (evaluation) => {
    const distance = share(evaluation, 'pairwiseDistance', 'realDistance')
    const rank = share(evaluation, 'effectiveRank', 'realEffectiveRank')
    if (distance === undefined && rank === undefined) return undefined
    if (distance !== undefined && distance < VARIETY_LIMITS.pairwiseDistance) {
      return notice('distancesSmall', { percent: percentOf(distance, 1) })
    }
    if (rank !== undefined && rank < VARIETY_LIMITS.effectiveRank) {
      return notice('rankSmall', { percent: percentOf(rank, 1) })
    }
    return null
  },
})

/** A metric as a share of the real images' value, which is among its details. */
function share({ results }: Evaluation, key: string, realKey: string): number | undefined {
  const found = results.find((result) => result.key === key)
  const real = found?.details[realKey]
  return found === undefined || typeof real !== 'number' || real <= 0
    ? undefined
    : found.value / real
}
