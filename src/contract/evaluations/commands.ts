import { z } from 'zod'
import { command, nothing } from '../command'
import { weightsChoiceSchema } from '../generated'
import { noticeSchema } from '../notices'
import { resourceIdSchema } from '../resource-id'
import { evaluationSchema } from './evaluation'
import { measureOptionsSchema, pendingMeasurementSchema } from './measuring'

/* Commands about the measured quality of a run's images; see ../api.ts. */

export const evaluationCommands = {
  'evaluations.list': command(
    z.object({ id: resourceIdSchema }),
    z.object({
      /** By step, then by time. */
      evaluations: z.array(evaluationSchema),
      /** Evaluations that cannot be read. */
      warnings: z.array(noticeSchema),
    }),
  ),
  /** A run's measurements that are waiting or in progress, including those that it makes itself. */
  'evaluations.pending': command(
    z.object({ id: resourceIdSchema }),
    z.object({
      measurements: z.array(pendingMeasurementSchema),
      /** False if this studio does not measure runs by itself, as in tests. */
      automatic: z.boolean().default(true),
    }),
  ),
  /**
   * Measures a checkpoint's images. Replies as soon as the request is queued; the events `measuring`
   * and `measuringEnded` follow.
   */
  'evaluations.measure': command(
    z.strictObject({
      ...measureOptionsSchema.omit({ pass: true }).shape,
      ...{ id: resourceIdSchema, step: z.number().int().min(0) },
      weights: weightsChoiceSchema.optional(),
      /** Another data set than the one that the run is trained on. */
      dataset: z.string().min(1).optional(),
    }),
    z.object({ measurement: resourceIdSchema }),
  ),
  /** Cancels a measurement, waiting or in progress; one that has ended is not an error. */
  'evaluations.cancel': command(z.object({ measurement: resourceIdSchema }), nothing),
} as const
