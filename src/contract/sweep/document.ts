import { z } from 'zod'
import { errorReportSchema } from '../errors'
import { noticeSchema } from '../notices'
import { resourceIdSchema } from '../resource-id'
import { storedRunConfigSchema } from '../run'
import { sweepSpecSchema } from './spec'

/*
 * A sweep as stored and as pages and the command line show it. Keys of other versions stay in the
 * file.
 */

/** One combination of values of the axes. */
const candidateSchema = z.looseObject({
  values: z.record(z.string(), z.union([z.number(), z.string()])),
  /** True if the user continued it although it was not among the best. */
  continued: z.boolean().default(false),
})
export type Candidate = z.infer<typeof candidateSchema>

/** The reason why a trial takes no further part. It can be retried, except after `alarm`. */
export const outSchema = z.discriminatedUnion('kind', [
  /** Training failed; the queue keeps its job until it is retried or removed. */
  z.object({ kind: z.literal('failed'), error: errorReportSchema.nullable() }),
  /** Losses or images showed that training had failed; see docs/alarms.md. */
  z.object({ kind: z.literal('alarm'), alarm: z.string() }),
  /** The user stopped the run, or removed it from the queue. */
  z.object({ kind: z.literal('stopped') }),
  z.object({ kind: z.literal('deleted') }),
  z.object({ kind: z.literal('notMeasured'), error: errorReportSchema }),
])
export type Out = z.infer<typeof outSchema>

/** A configuration trained with one seed. */
const trialSchema = z.looseObject({
  /** Index among the candidates. */
  candidate: z.number().int().min(0),
  seed: z.number().int().min(0),
  /** Null until the run has been created. */
  run: resourceIdSchema.nullable().default(null),
  /** The number of rungs for which the run has been added to the queue. */
  queued: z.number().int().min(0).default(0),
  /** The metric at the end of each completed rung. */
  scores: z.array(z.number()).default([]),
  out: outSchema.nullable().default(null),
})
export type Trial = z.infer<typeof trialSchema>

/** `active`: its runs are added to the queue. `stopped` by the user: no more runs are added. */
export const sweepStates = ['active', 'stopped', 'finished'] as const

export const SWEEP_SCHEMA_VERSION = 1
export const sweepSchema = z.looseObject({
  schemaVersion: z.literal(SWEEP_SCHEMA_VERSION),
  id: resourceIdSchema,
  createdAt: z.iso.datetime(),
  spec: sweepSpecSchema,
  /** The settings that all runs share. */
  base: storedRunConfigSchema,
  /** The number of images of the data set. */
  datasetImages: z.number().int().positive(),
  candidates: z.array(candidateSchema),
  trials: z.array(trialSchema),
  /**
   * The candidates that take part in each rung after the first, in which all do. None is ever
   * removed; one whose trial is retried may still join.
   */
  promoted: z.array(z.array(z.number().int().min(0))).default([]),
  state: z.enum(sweepStates).default('active'),
  /** The last problem that prevented the sweep from continuing. */
  problem: noticeSchema.nullable().default(null),
})
export type Sweep = z.infer<typeof sweepSchema>
