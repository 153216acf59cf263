import { notice } from '../../notices'
import { good } from '../detector'
import type { Detector } from '../detector'
import { isEarly, isGrowing, percentOf } from './variety'

/**
 * The images of a grid differ by less than this share of real ones' difference. The grids of healthy
 * runs reach half of it by step 400.
 */
const TOO_ALIKE = 0.25

/** The images of the sample grids are nearly identical. */
export const imagesAlike: Detector = {
  kind: 'imagesAlike',
  patience: 2,
  patienceAtEnd: 1,
  watch() {
    let before: number | undefined
    return (record) => {
      if (record.type !== 'grid') return undefined
      const { spread, realSpread } = record.variety
      const grows = isGrowing(before, spread)
      before = spread
      if (isEarly(record.step)) return undefined
      if (spread >= TOO_ALIKE * realSpread || grows) return good
      return {
        bad: true,
        what: notice('gridImagesAlike', { percent: percentOf(spread, realSpread) }),
      }
    }
  },
}
