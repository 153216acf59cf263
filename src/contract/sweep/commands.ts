import { z } from 'zod'
import { command, nothing } from '../command'
import { noticeSchema } from '../notices'
import { resourceIdSchema } from '../resource-id'
import { sweepSchema, sweepStates } from './document'
import { sweepSpecSchema } from './spec'

/* Commands about sweeps; see ../api.ts. */

/**
 * How a configuration stands. `training`: has a rung to complete. `waiting`: for the others to
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
  /** Numbers of configurations by how they stand. */
  counts: z.record(z.enum(standings), z.number().int().min(0)),
  /** Numbers of trials: of all, and of those that failed. */
  trials: z.number().int().min(0),
  failed: z.number().int().min(0),
  /** The best of those that have come furthest; null before the first score. */
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
  /** Training steps of all trials, and the share of them if all trained to the end. */
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
  /** Begins no more runs; those in the queue stay there. */
  'sweeps.stop': command(byId, sweepViewSchema),
  'sweeps.resume': command(byId, sweepViewSchema),
  /** Trains those that failed, were stopped, deleted or not measured again. */
  'sweeps.retry': command(byId, sweepViewSchema),
  /** Adds the configurations and seeds that the changed file has. */
  'sweeps.extend': command(byId.extend(bySpec.shape), sweepViewSchema),
  /** Trains a configuration to the end although it was not among the best. */
  'sweeps.continue': command(byId.extend({ candidate: z.number().int().min(0) }), sweepViewSchema),
  /** Forgets the sweep; its runs stay. */
  'sweeps.delete': command(byId, nothing),
}

export const sweepEvents = [
  /** A sweep was created or changed. */
  z.object({ type: z.literal('sweep'), sweep: sweepSummarySchema }),
  z.object({ type: z.literal('sweepRemoved'), id: resourceIdSchema }),
] as const
