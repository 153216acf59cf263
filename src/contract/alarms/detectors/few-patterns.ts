import { notice } from '../../notices'
import { good } from '../detector'
import type { Detector } from '../detector'
import { isEarly, isGrowing } from './variety'

/**
 * The effective rank of a grid's images is below this share of real ones'. That of healthy runs was
 * never below 0.2 after step 200.
 */
const TOO_FEW = 0.12

/** The images of the sample grids are mixtures of only a few patterns. */
export const fewPatterns: Detector = {
  kind: 'fewPatterns',
  patience: 2,
  patienceAtEnd: 1,
  watch() {
    let before: number | undefined
    return (record) => {
      if (record.type !== 'grid') return undefined
      const { rank, realRank } = record.variety
      const grows = isGrowing(before, rank)
      before = rank
      if (isEarly(record.step)) return undefined
      if (rank >= TOO_FEW * realRank || grows) return good
      const given = { rank: Math.round(rank), real: Math.round(realRank) }
      return { bad: true, what: notice('gridFewPatterns', given) }
    }
  },
}
