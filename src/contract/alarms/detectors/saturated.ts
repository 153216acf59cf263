import { notice } from '../../notices'
import { median, valuesOf } from '../averages'
import { good } from '../detector'
import type { Detector } from '../detector'

/**
 * D has practically won if less than this fraction of its loss at equilibrium is left, above the
 * lowest possible loss.
 */
const WON = 0.01

/** D is certain about every image, real and generated, so G can learn little from it. */
export const saturated: Detector = {
  kind: 'discriminatorWon',
  patience: 6,
  patienceAtEnd: 6,
  watch: ({ loss, lowestLossD: lowest }) => {
    const { lossD: balanced } = loss.equilibrium
    return (record) => {
      if (record.type !== 'steps' || lowest === undefined || balanced === undefined)
        return undefined
      const lossD = median(valuesOf(record.points, 'lossD'))
      if (lossD === undefined) return undefined
      if (lossD > lowest + WON * (balanced - lowest)) return good
      return { bad: true, what: notice('discriminatorWon', { loss: lossD, balanced }) }
    }
  },
}
