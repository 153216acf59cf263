import type { Evaluation } from '../../evaluations/evaluation'
import { notice } from '../../notices'
import { good } from '../detector'
import type { Detector } from '../detector'
import { percentOf } from './variety'

/** The least share of the real images' values. */
const LIMITS = { pairwiseDistance: 0.4, effectiveRank: 0.25 }

/** Measured in features, the images differ far less than real ones, or in far fewer directions. */
export const varietyLost: Detector = {
  kind: 'varietyLost',
  patience: 2,
  patienceAtEnd: 2,
  watch: () => (record) => {
    if (record.type !== 'evaluation') return undefined
    const { evaluation } = record
    const distance = share(evaluation, 'pairwiseDistance', 'realDistance')
    const rank = share(evaluation, 'effectiveRank', 'realEffectiveRank')
    if (distance === undefined && rank === undefined) return undefined
    if (distance !== undefined && distance < LIMITS.pairwiseDistance) {
      return { bad: true, what: notice('distancesSmall', { percent: percentOf(distance, 1) }) }
    }
    if (rank !== undefined && rank < LIMITS.effectiveRank) {
      return { bad: true, what: notice('rankSmall', { percent: percentOf(rank, 1) }) }
    }
    return good
  },
}

/** A metric as a share of the real images' value, which is among its details. */
function share({ results }: Evaluation, key: string, realKey: string): number | undefined {
  const found = results.find((result) => result.key === key)
  const real = found?.details[realKey]
  return found === undefined || typeof real !== 'number' || real <= 0
    ? undefined
    : found.value / real
}
