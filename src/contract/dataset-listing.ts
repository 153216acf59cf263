import { z } from 'zod'
import { errorReportSchema } from './errors'

/** An available data set. */
export const datasetListingSchema = z.object({
  name: z.string(),
  /** Absolute. */
  path: z.string(),
  /** Number of training images. This and the sizes are 0 if unknown. */
  images: z.number().int().min(0),
  width: z.number().int().min(0),
  height: z.number().int().min(0),
  channels: z.number().int().min(0),
  labels: z.boolean(),
  /** Why it cannot be used, in English; absent if its headers are valid. */
  problem: z.string().optional(),
  /** The same as a report, which can be translated. */
  why: errorReportSchema.optional(),
})
export type DatasetListing = z.infer<typeof datasetListingSchema>
