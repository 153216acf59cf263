import { z } from 'zod'
import { command, nothing } from '../command'
import { noticeSchema } from '../notices'
import { resourceIdSchema } from '../resource-id'
import { sweepSchema, sweepStates } from './document'
import { sweepSpecSchema } from './spec'

/* Commands about sweeps; see ../api.ts. */

/**
 * The state of a configuration. `training`: has a rung to complete. `waiting`: the others have yet to
 * complete its rung. `pruned`: not among the best of its rung. `out`: none of its trials can
 * continue. `finished`: trained to the end.
 */
export const standings = ['training', 'waiting', 'pruned', 'out', 'finished'] as const

export const standingSchema = z.object({
  /** Index among the sweep's candidates. */
  candidate: z.number().int().min(0),
  state: z.enum(standings),
  /** The rung that it trains in or ended in, from 0. */
  rung: z.number().int().min(0),
  /** The mean of its trials at the newest rung that any has completed; null before the first. */
  score: z.number().nullable(),
})
export type Standing = z.infer<typeof standingSchema>

export const sweepSummarySchema = z.object({
  id: resourceIdSchema,
  name: z.string(),
  createdAt: z.iso.datetime(),
  state: z.enum(sweepStates),
  metric: z.string(),
  /** Numbers of configurations by their state. */
  counts: z.record(z.enum(standings), z.number().int().min(0)),
  /** The numbers of all trials and of failed trials. */
  trials: z.number().int().min(0),
  failed: z.number().int().min(0),
  /** The best configuration of the latest rung that has scores; null before the first score. */
  best: standingSchema.nullable(),
  problem: noticeSchema.nullable(),
})
export type SweepSummary = z.infer<typeof sweepSummarySchema>

export const sweepViewSchema = z.object({
  sweep: sweepSchema,
  summary: sweepSummarySchema,
  standings: z.array(standingSchema),
  /** The steps at which the rungs of each candidate end. */
  steps: z.array(z.array(z.number().int().positive())),
})
export type SweepView = z.infer<typeof sweepViewSchema>

/** The runs and steps of a sweep, before it is created. */
export const sweepOutlineSchema = z.object({
  configurations: z.number().int(),
  trials: z.number().int(),
  /** The number of configurations in each rung, and its end in steps of the first configuration. */
  rungs: z.array(z.object({ configurations: z.number().int(), step: z.number().int() })),
  /** Training steps of all trials, and their share of the steps that training all to the end takes. */
  steps: z.number().int(),
  share: z.number(),
})
export type SweepOutline = z.infer<typeof sweepOutlineSchema>

const byId = z.object({ id: resourceIdSchema })
const bySpec = z.object({ spec: sweepSpecSchema })

export const sweepCommands = {
  /** Newest first. */
  'sweeps.list': command(
    nothing,
    z.object({ sweeps: z.array(sweepSummarySchema), warnings: z.array(noticeSchema) }),
  ),
  'sweeps.get': command(byId, sweepViewSchema),
  'sweeps.outline': command(bySpec, sweepOutlineSchema),
  /** Creates a sweep, whose runs train in the queue. */
  'sweeps.create': command(bySpec, sweepViewSchema),
  /** Begins no more runs; runs already in the queue stay there. */
  'sweeps.stop': command(byId, sweepViewSchema),
  'sweeps.resume': command(byId, sweepViewSchema),
  /** Trains runs again that failed, were stopped or deleted, or could not be measured. */
  'sweeps.retry': command(byId, sweepViewSchema),
  /** Adds new configurations and seeds from a changed file. */
  'sweeps.extend': command(byId.extend(bySpec.shape), sweepViewSchema),
  /** Trains a configuration to the end, even if it was pruned. */
  'sweeps.continue': command(byId.extend({ candidate: z.number().int().min(0) }), sweepViewSchema),
  /** Deletes the sweep; its runs are kept. */
  'sweeps.delete': command(byId, nothing),
}

export const sweepEvents = [
  /** A sweep was created or changed. */
  z.object({ type: z.literal('sweep'), sweep: sweepSummarySchema }),
  z.object({ type: z.literal('sweepRemoved'), id: resourceIdSchema }),
] as const
