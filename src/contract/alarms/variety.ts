import { z } from 'zod'

/**
 * How much the images of a sample grid differ, and as many images of the data set. Stored in the
 * grid's description.
 */
export const varietySchema = z.object({
  /** The standard deviation across images, averaged over pixels: 0 for equal images, at most 1. */
  spread: z.number().min(0),
  /**
   * The number of directions in which the images differ, weighted by how much (the effective rank of
   * their pixels): 0 for equal images, less than their number.
   */
  rank: z.number().min(0),
  realSpread: z.number().min(0),
  realRank: z.number().min(0),
})
export type Variety = z.infer<typeof varietySchema>
