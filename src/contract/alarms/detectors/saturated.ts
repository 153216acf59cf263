import { notice } from '../../notices'
import { median, valuesOf } from '../averages'
import { good } from '../detector'
import type { Detector } from '../detector'

/** The part of D's loss at equilibrium that is left when it has practically won. */
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
