import { z } from 'zod'
import { importSummarySchema } from './datasets/import'
import { errorReportSchema } from './errors'
import { netTrainingSchema } from './feature-nets/commands'
import { evaluationEvents } from './evaluations/events'
import { hardwareEvents } from './hardware/commands'
import { metricsSchema } from './metrics/record'
import { neighbourEvents } from './neighbours/commands'
import { queueEvent } from './queue/commands'
import { sweepEvents } from './sweep/commands'
import { settingsSchema, storedPresetSchema } from './settings'
import { checkpointSummarySchema, logEntrySchema, runSummarySchema } from './summary'

/*
 * Events that the studio sends to every open page. Sequence numbers increase by one; a page that
 * sees a gap, or reconnects, reloads what it shows.
 */

const studioEventSchema = z.discriminatedUnion('type', [
  /** A run was created, or anything in its summary except the live figures changed. */
  z.object({ type: z.literal('run'), run: runSummarySchema }),
  z.object({ type: z.literal('runRemoved'), id: z.string() }),
  /** Another process left a run that cannot be read. */
  z.object({ type: z.literal('runBroken'), id: z.string(), error: errorReportSchema }),
  /** A run failed to start after `runs.train` had replied with `created`; it has been removed. */
  z.object({ type: z.literal('startFailed'), id: z.string(), error: errorReportSchema }),
  /** Metrics of the steps since the last such event; sent once or twice per second. */
  z.object({
    type: z.literal('metrics'),
    id: z.string(),
    points: z.array(metricsSchema),
    stepsPerSecond: z.number().min(0).nullable(),
    trainedSeconds: z.number().min(0),
  }),
  z.object({ type: z.literal('sample'), id: z.string(), step: z.number().int().min(0) }),
  /** All checkpoints of the run, sent after one was written and old ones were deleted. */
  z.object({
    type: z.literal('checkpoints'),
    id: z.string(),
    checkpoints: z.array(checkpointSummarySchema),
  }),
  z.object({ type: z.literal('log'), id: z.string(), entry: logEntrySchema }),
  /** A data set was added, changed or removed. */
  z.object({ type: z.literal('datasets') }),
  /** An import began, progressed (twice per second) or was interrupted. */
  z.object({ type: z.literal('import'), import: importSummarySchema }),
  /** An import ended; `dataset` is the name of the data set it became, or null if it was cancelled. */
  z.object({
    type: z.literal('importEnded'),
    id: z.string(),
    dataset: z.string().nullable(),
  }),
  /** The training of a data set's feature net began, progressed (twice per second) or ended. */
  z.object({ type: z.literal('featureNet'), training: netTrainingSchema }),
  ...evaluationEvents,
  ...hardwareEvents,
  ...neighbourEvents,
  /** The queue changed. */
  queueEvent,
  ...sweepEvents,
  z.object({ type: z.literal('settings'), settings: settingsSchema }),
  z.object({ type: z.literal('presets'), presets: z.array(storedPresetSchema) }),
])
export type StudioEvent = z.infer<typeof studioEventSchema>

export const numberedEventSchema = z.object({
  sequence: z.number().int().positive(),
  event: studioEventSchema,
})
export type NumberedEvent = z.infer<typeof numberedEventSchema>
