import { z } from 'zod'

/**
 * Measures of how much the images of a sample grid differ, and of how much the same number of real
 * images does. Stored in the grid's description.
 */
export const varietySchema = z.object({
  /** The standard deviation across images, averaged over pixels: 0 for equal images, at most 1. */
  spread: z.number().min(0),
  /**
   * The effective rank of the images' pixels: the effective number of directions in which the
   * images vary. 0 for equal images, always less than their number.
   */
  rank: z.number().min(0),
  realSpread: z.number().min(0),
  realRank: z.number().min(0),
})
export type Variety = z.infer<typeof varietySchema>
