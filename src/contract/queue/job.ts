import { z } from 'zod'
import { engineChoiceSchema } from '../engines'
import { errorReportSchema } from '../errors'
import { hyperparameterSet } from '../hyperparameters'
import { noticeSchema } from '../notices'
import { resourceIdSchema } from '../resource-id'

/* Jobs of the queue: runs that are to be trained. The run's folder has everything else. */

const { epochs, steps } = hyperparameterSet.entries

/**
 * How to resume the run; see the command `runs.resume`. Empty for a run that has not been trained
 * yet.
 */
export const jobOptionsSchema = z.object({
  fromStart: z.boolean().optional(),
  engine: engineChoiceSchema.optional(),
  threads: z.number().int().min(0).max(256).optional(),
  epochs: epochs.schema.optional(),
  steps: steps.schema.optional(),
  /** False if the program that added the run measures its images at the end. */
  measureEnd: z.boolean().optional(),
})
export type JobOptions = z.infer<typeof jobOptionsSchema>

/**
 * `waiting`: not begun. `running`: being trained, or about to be. `failed`: training failed or
 * was interrupted; stays in the queue until it is retried or removed. A job whose run has finished
 * leaves the queue.
 */
export const jobStates = ['waiting', 'running', 'failed'] as const
export type JobState = (typeof jobStates)[number]

/** A job as pages and the command line show it. */
export const jobSchema = z.object({
  /** The run's id, which identifies the job too. */
  run: resourceIdSchema,
  state: z.enum(jobStates),
  options: jobOptionsSchema.default({}),
  addedAt: z.iso.datetime(),
  /** The number of times that the job has been claimed. */
  attempt: z.number().int().min(0).default(0),
  /** The reason for which a failed job failed. */
  error: errorReportSchema.nullable().default(null),
  /** The reason why the next job cannot begin yet; null for all other jobs. */
  waitsFor: noticeSchema.nullable().default(null),
})
export type Job = z.infer<typeof jobSchema>

/** The maximum number of runs that the queue trains at the same time. */
export const MOST_AT_ONCE = 16
/** The number of runs to train at the same time; `auto` decides from measurements on this machine. */
export const atOnceSchema = z.union([z.literal('auto'), z.number().int().min(1).max(MOST_AT_ONCE)])
export type AtOnce = z.infer<typeof atOnceSchema>

/** The place of a run among the waiting ones, from 1; undefined if it does not wait. */
export function placeOf(jobs: readonly Job[], run: string): number | undefined {
  const waiting = jobs.filter(({ state }) => state === 'waiting')
  const index = waiting.findIndex((job) => job.run === run)
  return index < 0 ? undefined : index + 1
}
