import { z } from 'zod'
import { errorReportSchema } from '../errors'
import { evaluationSchema } from './evaluation'
import { pendingMeasurementSchema } from './measuring'

/* Events about measuring; see ../events.ts. */

export const evaluationEvents = [
  /** An evaluation was stored in a run, possibly replacing one with the same protocol. */
  z.object({
    type: z.literal('evaluation'),
    id: z.string(),
    evaluation: evaluationSchema,
    /** True if it had already been measured with this protocol, so nothing was computed. */
    reused: z.boolean(),
  }),
  /** A run's evaluations changed on the disk, perhaps by another process: pages load them again. */
  z.object({ type: z.literal('evaluationsChanged'), id: z.string() }),
  /** A measurement of a run's checkpoint is waiting, or has made progress. */
  pendingMeasurementSchema.extend({ type: z.literal('measuring'), id: z.string() }),
  /**
   * A measurement ended, or will not be made. There is no error if it was cancelled or has a stored
   * result, or if the run made it by itself: such failures are in the run's activity.
   */
  z.object({
    type: z.literal('measuringEnded'),
    measurement: z.string().nullable(),
    id: z.string(),
    step: z.number().int().min(0),
    /** Null without a result. */
    evaluation: evaluationSchema.nullable(),
    /** As in the event `evaluation`; false without a result. */
    reused: z.boolean(),
    error: errorReportSchema.nullable(),
  }),
] as const
