import { z } from 'zod'

/** Number of days for which a removed data set can be restored, at least. */
export const REMOVED_DAYS = 30

/** A removed data set that can be restored. */
export const removedDatasetSchema = z.object({
  /** Identifies it among all, also of one name. */
  entry: z.string().min(1),
  /** The name that it had, and gets again. */
  name: z.string(),
  title: z.string(),
  removedAt: z.iso.datetime(),
})
export type RemovedDataset = z.infer<typeof removedDatasetSchema>
