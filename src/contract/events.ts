import { z } from 'zod'
import { errorReportSchema } from './errors'
import { metricsSchema } from './metrics/record'
import { settingsSchema, storedPresetSchema } from './settings'
import { checkpointSummarySchema, logEntrySchema, runSummarySchema } from './summary'

/*
 * What the studio tells every open page, unasked. Each carries a number one higher than the
 * last; a page that sees a gap, or comes back after a break, loads what it shows afresh.
 */

const studioEventSchema = z.discriminatedUnion('type', [
  /** A run came to be, or anything in its summary but the live figures changed. */
  z.object({ type: z.literal('run'), run: runSummarySchema }),
  z.object({ type: z.literal('runRemoved'), id: z.string() }),
  /** A run whose `runs.train` was answered before it trained could not start, and is gone again. */
  z.object({ type: z.literal('startFailed'), id: z.string(), error: errorReportSchema }),
  /** The steps since the last such event; 5 to 10 a second. */
  z.object({
    type: z.literal('metrics'),
    id: z.string(),
    points: z.array(metricsSchema),
    stepsPerSecond: z.number().min(0).nullable(),
    trainedSeconds: z.number().min(0),
  }),
  z.object({ type: z.literal('sample'), id: z.string(), step: z.number().int().min(0) }),
  /** All checkpoints of the run, after one was written and old ones dropped. */
  z.object({
    type: z.literal('checkpoints'),
    id: z.string(),
    checkpoints: z.array(checkpointSummarySchema),
  }),
  z.object({ type: z.literal('log'), id: z.string(), entry: logEntrySchema }),
  z.object({ type: z.literal('settings'), settings: settingsSchema }),
  z.object({ type: z.literal('presets'), presets: z.array(storedPresetSchema) }),
])
export type StudioEvent = z.infer<typeof studioEventSchema>

export const numberedEventSchema = z.object({
  sequence: z.number().int().positive(),
  event: studioEventSchema,
})
export type NumberedEvent = z.infer<typeof numberedEventSchema>
