import { notice } from '../../notices'
import { gridDetector, percentOf } from './variety'

/** The images of the sample grids are nearly identical. */
export const imagesAlike = gridDetector({
  kind: 'imagesAlike',
  measure: ({ spread, realSpread }) => ({ shown: spread, real: realSpread }),
  // The grids of healthy runs reach half of the spread of real images by step 400.
  tooLow: 0.25,
  what: (spread, real) => notice('gridImagesAlike', { percent: percentOf(spread, real) }),
})
