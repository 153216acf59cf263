import { z } from 'zod'
import { command, nothing } from '../command'
import { noticeSchema } from '../notices'
import { resourceIdSchema } from '../resource-id'
import { MAX_NAME, runConfigSchema } from '../run'
import { runSummarySchema } from '../summary'
import { atOnceSchema, jobOptionsSchema, jobSchema } from './job'

/* Commands about the queue; see ../api.ts. */

export const queueViewSchema = z.object({
  /** In the order in which they begin. */
  jobs: z.array(jobSchema),
  /** A paused queue begins no job; running jobs continue. */
  paused: z.boolean(),
  atOnce: atOnceSchema,
  /** The program that trains the jobs: this studio, another one, or none. */
  runner: z.enum(['here', 'elsewhere', 'none']),
  /** A notice that names that program, if it is another one. */
  otherProgram: noticeSchema.nullable(),
  /** For example that the queue's file was damaged. */
  warning: noticeSchema.nullable(),
})
export type QueueView = z.infer<typeof queueViewSchema>

const byRun = z.object({ run: resourceIdSchema })

export const queueCommands = {
  'queue.get': command(nothing, queueViewSchema),
  /** Creates a run, which trains when its turn comes. */
  'queue.addRun': command(
    z.object({
      name: z.string().trim().min(1).max(MAX_NAME),
      config: runConfigSchema,
      /** A checkpoint of another run to start from, with these settings. */
      from: z.object({ run: resourceIdSchema, step: z.number().int().min(0) }).optional(),
    }),
    runSummarySchema,
  ),
  /** Adds an existing run, to be resumed. */
  'queue.add': command(byRun.extend({ options: jobOptionsSchema.default({}) }), queueViewSchema),
  /** Moves a waiting job to a place among the waiting jobs, from 1. */
  'queue.move': command(byRun.extend({ to: z.number().int().min(1) }), queueViewSchema),
  /** Removes a job that is not running; its run stays. */
  'queue.remove': command(byRun, queueViewSchema),
  /** Lets a failed job, or all failed jobs, wait again, behind the others. */
  'queue.retry': command(z.object({ run: resourceIdSchema.nullable() }), queueViewSchema),
  'queue.pause': command(z.object({ paused: z.boolean() }), queueViewSchema),
  'queue.setAtOnce': command(z.object({ atOnce: atOnceSchema }), queueViewSchema),
}

export const queueEvent = z.object({ type: z.literal('queue'), queue: queueViewSchema })
