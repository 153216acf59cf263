import { notice } from '../../notices'
import { gridDetector } from './variety'

/** The images of the sample grids are mixtures of only a few patterns. */
export const fewPatterns = gridDetector({
  kind: 'fewPatterns',
  measure: ({ rank, realRank }) => ({ shown: rank, real: realRank }),
  // The effective rank of healthy runs was never below 0.2 of real images' after step 200.
  tooLow: 0.12,
  what: (rank, real) =>
    notice('gridFewPatterns', { rank: Math.round(rank), real: Math.round(real) }),
})
