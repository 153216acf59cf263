import { notice } from '../../notices'
import { gridDetector } from './variety'

/** The images of the sample grids are mixtures of only a few patterns. */
export const fewPatterns = gridDetector({
  kind: 'fewPatterns',
  measure: ({ rank, realRank }) => ({ shown: rank, real: realRank }),
  // After step 200, the effective rank of healthy runs was never below 0.2 of that of real images.
  tooLow: 0.12,
  what: (rank, real) =>
    notice('gridFewPatterns', { rank: Math.round(rank), real: Math.round(real) }),
})
