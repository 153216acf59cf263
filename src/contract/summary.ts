import { z } from 'zod'
import { errorReportSchema } from './errors'
import { engineInfoSchema } from './engines'
import { metricsSchema } from './metrics/record'
import { noticeSchema, problemSchema } from './notices'
import { runStates, sessionSchema, startStages, storedRunConfigSchema } from './run'

/** A run as lists show it. */
export const runSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(runStates),
  /** How far the start of a session is; null unless one is starting. */
  starting: z.enum(startStages).nullable(),
  createdAt: z.iso.datetime(),
  /** When a session last began or ended. */
  changedAt: z.iso.datetime(),
  config: storedRunConfigSchema,
  /** Steps done: live ones included, else those of the newest checkpoint or session. */
  step: z.number().int().min(0),
  /** Null until the data set has been read once. */
  totalSteps: z.number().int().positive().nullable(),
  stepsPerEpoch: z.number().int().positive().nullable(),
  /** The newest step's metrics, with the latest value of each evaluation metric. */
  latest: metricsSchema.nullable(),
  /** Step of the newest sample grid. */
  sample: z.number().int().min(0).nullable(),
  /** Size on disk. */
  bytes: z.number().int().min(0),
  /** What the live or last session ran on. */
  engine: engineInfoSchema.nullable(),
  /** Of the live session; null where there is none or it has not been measured. */
  stepsPerSecond: z.number().min(0).nullable(),
  /** Seconds that the live session has trained, pauses left out; null where there is none. */
  trainedSeconds: z.number().min(0).nullable(),
  /** Seconds that ended sessions have trained, pauses left out. */
  earlierSeconds: z.number().min(0),
  /** How it failed or was interrupted. */
  error: errorReportSchema.nullable(),
  /** Where its numbers stopped being finite, if that is how it failed. */
  diverged: z.object({ step: z.number().int().min(0) }).nullable(),
  /** Why the result of a run that finished may be of no use. */
  warning: noticeSchema.nullable(),
})
export type RunSummary = z.infer<typeof runSummarySchema>

/** What may happen to a run. */
export const logCodes = [
  'started',
  'resumed',
  'paused',
  'continued',
  'sample',
  'checkpoint',
  'note',
  'warning',
  'stopped',
  'finished',
  'failed',
  'interrupted',
] as const

/** What happened to a run, for its log; `code` picks the sentence in the reader's language. */
export const logEntrySchema = z.object({
  at: z.iso.datetime(),
  code: z.enum(logCodes),
  step: z.number().int().min(0),
  /** In English. */
  text: z.string().optional(),
  /** What the words are, for any language. */
  problem: problemSchema.optional(),
})
export type LogEntry = z.infer<typeof logEntrySchema>

export const checkpointSummarySchema = z.object({
  step: z.number().int().min(0),
  bytes: z.number().int().min(0),
  savedAt: z.iso.datetime(),
})
export type CheckpointSummary = z.infer<typeof checkpointSummarySchema>

/** A run as its own screen shows it. */
export const runDetailSchema = z.object({
  summary: runSummarySchema,
  /** Steps that have a sample grid, rising. */
  samples: z.array(z.number().int().min(0)),
  checkpoints: z.array(checkpointSummarySchema),
  /**
   * The step of the newest usable checkpoint of a run that diverged; other runs' checkpoints are
   * verified on resuming.
   */
  newestSound: z.number().int().min(0).nullable(),
  sessions: z.array(sessionSchema),
  log: z.array(logEntrySchema),
})
export type RunDetail = z.infer<typeof runDetailSchema>
