import { z } from 'zod'
import { command, nothing } from '../command'
import { errorReportSchema } from '../errors'
import { builtInNets } from './choice'
import { netSummarySchema } from './summary'
import { netProgressSchema } from './progress'

/* Commands about the feature nets of data sets; see ../api.ts. */

/** The name of a data set, as its listing has it. */
const byName = z.object({ name: z.string().min(1) })

/** The training of a data set's feature net, while it runs and when it has ended. */
export const netTrainingSchema = z.object({
  /** The name of the data set. */
  name: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  progress: netProgressSchema,
  /** The error if it failed; otherwise null. */
  error: errorReportSchema.nullable(),
})
export type NetTrainingState = z.infer<typeof netTrainingSchema>

/** The net kept with a data set. Only nets that the studio trained have a test result. */
const keptNetSchema = netSummarySchema.partial({ trainedOn: true, test: true, seed: true }).extend({
  /** The hash by which protocols identify it; only for nets that the studio trained. */
  sha256: z.string().optional(),
  /** When its document was last written. */
  storedAt: z.iso.datetime(),
})
export type KeptNet = z.infer<typeof keptNetSchema>

export const featureNetCommands = {
  'featureNets.get': command(
    byName,
    z.object({
      /** Null if there is none. */
      net: keptNetSchema.nullable(),
      /** The bundled net that is used for this data set; null if there is none. */
      bundled: z.enum(builtInNets).nullable(),
      /** Null unless one is running, or the last one here failed. */
      training: netTrainingSchema.nullable(),
    }),
  ),
  /** Replies when the training has begun; the event `featureNet` reports its progress and end. */
  'featureNets.train': command(
    byName.extend({ seed: z.number().int().min(0).max(4_294_967_295).default(1) }),
    netTrainingSchema,
  ),
  /** Cancels training; nothing happens if none is in progress. */
  'featureNets.cancel': command(byName, nothing),
} as const
