import { z } from 'zod'
import { resourceIdSchema } from './resource-id'

/**
 * Identifies an entry of the trash: the time of deletion in milliseconds, then the run's id. A run's
 * id does not, since a run can be copied, deleted, copied again and deleted again.
 */
export const trashEntrySchema = z.string().regex(/^\d{1,13}-[\w-]{1,64}$/)

/** A run in the trash. */
export const deletedRunSchema = z.object({
  entry: trashEntrySchema,
  id: resourceIdSchema,
  /** The run's name, or its id if its document cannot be read. */
  name: z.string(),
  deletedAt: z.iso.datetime(),
  bytes: z.number().int().min(0),
})
export type DeletedRun = z.infer<typeof deletedRunSchema>
