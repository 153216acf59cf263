import { z } from 'zod'
import { command, nothing } from '../command'
import { errorReportSchema } from '../errors'
import { measureProgressSchema } from '../evaluations/measuring'
import { weightsChoiceSchema } from '../generated'
import { noticeSchema } from '../notices'
import { resourceIdSchema } from '../resource-id'
import { findOptionsSchema } from './finding'
import { namedNeighboursSchema } from './neighbours'

/* Commands and events about the training images nearest to generated ones; see ../api.ts. */

const pendingSearchSchema = z.object({
  search: resourceIdSchema,
  step: z.number().int().min(0),
  /** Null while it waits. */
  progress: measureProgressSchema.nullable(),
})

export const neighbourCommands = {
  'neighbours.list': command(
    z.object({ id: resourceIdSchema }),
    z.object({
      /** The newest first. */
      found: z.array(namedNeighboursSchema),
      /** Documents that cannot be read. */
      warnings: z.array(noticeSchema),
      /** The searches that wait or are in progress, the newest last. */
      searches: z.array(pendingSearchSchema).default([]),
    }),
  ),
  /**
   * Searches for the training images nearest to those of a checkpoint. Replies as soon as the
   * request is queued; the events `finding` and `findingEnded` follow.
   */
  'neighbours.find': command(
    z.strictObject({
      ...findOptionsSchema.shape,
      ...{ id: resourceIdSchema, step: z.number().int().min(0) },
      weights: weightsChoiceSchema.optional(),
    }),
    z.object({ search: resourceIdSchema }),
  ),
  /** Cancels a search, waiting or in progress; one that has ended is not an error. */
  'neighbours.cancel': command(z.object({ search: resourceIdSchema }), nothing),
} as const

const ofSearch = { search: z.string(), id: z.string(), step: z.number().int().min(0) }

export const neighbourEvents = [
  /** The progress of a search. */
  z.object({ type: z.literal('finding'), ...ofSearch, progress: measureProgressSchema }),
  /** A search ended: with an error, unless it was cancelled or has a result. */
  z.object({
    type: z.literal('findingEnded'),
    ...ofSearch,
    found: namedNeighboursSchema.nullable(),
    error: errorReportSchema.nullable(),
  }),
] as const
