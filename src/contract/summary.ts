import { z } from 'zod'
import { alarmSchema } from './alarms/alarm'
import { storedAnnotationsSchema } from './annotations'
import { errorReportSchema } from './errors'
import { engineInfoSchema } from './engines'
import { earlyStopSchema } from './evaluations/early-stop'
import { runQualitySchema } from './evaluations/run-quality'
import { metricsSchema } from './metrics/record'
import { noticeSchema, problemSchema } from './notices'
import { shownStates, sessionSchema, startStages, storedRunConfigSchema } from './run'

/** A run as shown in lists. */
export const runSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(shownStates),
  /** The current stage of a starting session; null if none is starting. */
  starting: z.enum(startStages).nullable(),
  /**
   * True if another process trains it, or is starting to, as on the command line: it cannot be
   * controlled from here.
   */
  elsewhere: z.boolean(),
  createdAt: z.iso.datetime(),
  /** When a session last began or ended. */
  changedAt: z.iso.datetime(),
  config: storedRunConfigSchema,
  annotations: storedAnnotationsSchema,
  /** The names of the classes, if its networks take labels and the classes have names. */
  classNames: z.array(z.string()).nullable(),
  /** The run, and the step of its checkpoint, that this one started from, if any. */
  from: z.object({ id: z.string(), step: z.number().int().min(0) }).optional(),
  /** Steps done: for a live run its current step, else that of its newest session or checkpoint. */
  step: z.number().int().min(0),
  /** Null until the data set has been read once. */
  totalSteps: z.number().int().positive().nullable(),
  stepsPerEpoch: z.number().int().positive().nullable(),
  /** The newest step's metrics, with the latest value of each evaluation metric. */
  latest: metricsSchema.nullable(),
  /** The newest FID of its images; null if they were not measured. */
  quality: runQualitySchema.nullable(),
  /** Step of the newest sample grid. */
  sample: z.number().int().min(0).nullable(),
  /** Size on disk. */
  bytes: z.number().int().min(0),
  /** The engine of the live or last session. */
  engine: engineInfoSchema.nullable(),
  /** The speed of the live session; null if there is none or it has not been measured yet. */
  stepsPerSecond: z.number().min(0).nullable(),
  /** Seconds that the live session has trained, excluding pauses; null if there is none. */
  trainedSeconds: z.number().min(0).nullable(),
  /** Seconds that ended sessions have trained, excluding pauses. */
  earlierSeconds: z.number().min(0),
  /** The error that failed or interrupted it. */
  error: errorReportSchema.nullable(),
  /** The step at which its numbers stopped being finite; null if it did not fail that way. */
  diverged: z.object({ step: z.number().int().min(0) }).nullable(),
  /** Why the result of a finished run may be unusable. */
  warning: noticeSchema.nullable(),
  /** Why a stopped run ended before its last step; null if the user stopped it. */
  early: earlyStopSchema.nullable(),
  /** Its alarms, including those that have ended. */
  alarms: z.array(alarmSchema),
})
export type RunSummary = z.infer<typeof runSummarySchema>

/** Kinds of log entries. */
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

/** An entry of a run's log; `code` selects the sentence in the reader's language. */
export const logEntrySchema = z.object({
  at: z.iso.datetime(),
  code: z.enum(logCodes),
  step: z.number().int().min(0),
  /** In English. */
  text: z.string().optional(),
  /** The text's code and values, for translation. */
  problem: problemSchema.optional(),
})
export type LogEntry = z.infer<typeof logEntrySchema>

export const checkpointSummarySchema = z.object({
  step: z.number().int().min(0),
  bytes: z.number().int().min(0),
  savedAt: z.iso.datetime(),
  /** Its FID; null if it was not measured with the run's current protocol. */
  fid: z.number().nullable(),
  /** Generated images from which the FID was computed; null without one. */
  fidImages: z.number().int().min(0).nullable(),
  /** True if it is the best measured checkpoint; see evaluations/best-checkpoint.ts. */
  best: z.boolean(),
})
export type CheckpointSummary = z.infer<typeof checkpointSummarySchema>

/** A run as shown on its own page. */
export const runDetailSchema = z.object({
  summary: runSummarySchema,
  /** Steps that have a sample grid, ascending. */
  samples: z.array(z.number().int().min(0)),
  checkpoints: z.array(checkpointSummarySchema),
  /**
   * The step of the newest usable checkpoint of a run that diverged; other runs' checkpoints are
   * verified on resuming.
   */
  newestUsable: z.number().int().min(0).nullable(),
  sessions: z.array(sessionSchema),
  log: z.array(logEntrySchema),
})
export type RunDetail = z.infer<typeof runDetailSchema>
