import { z } from 'zod'
import { resourceIdSchema } from './resource-id'

/** A run in the trash. */
export const deletedRunSchema = z.object({
  id: resourceIdSchema,
  /** The run's name, or its id if its document cannot be read. */
  name: z.string(),
  deletedAt: z.iso.datetime(),
  bytes: z.number().int().min(0),
})
export type DeletedRun = z.infer<typeof deletedRunSchema>
