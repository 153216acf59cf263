import { z } from 'zod'
import { errorReportSchema } from '../errors'
import { MAX_NAME } from '../run'
import { refusedFileSchema } from './document'
import { preparationSchema } from './preparation'
import { sourceRequestSchema } from './source'

/** An import prepares the images of a source and stores them as a data set. */
export const importRequestSchema = z.strictObject({
  source: sourceRequestSchema,
  preparation: preparationSchema,
  name: z.string().trim().min(1).max(MAX_NAME),
  /** The key of the known data set that the source contains. */
  known: z.string().optional(),
  /** The licence to record. */
  licence: z.string().optional(),
})
export type ImportRequest = z.infer<typeof importRequestSchema>

const count = z.number().int().min(0)
/** `listing`: finding the files; `reading`: preparing images; `finishing`: fingerprints. */
export const importStages = ['listing', 'reading', 'finishing'] as const

export const importProgressSchema = z.object({
  stage: z.enum(importStages),
  /** Source images done, refused ones included. */
  done: count,
  /** Source images in total; null until listed. */
  total: count.nullable(),
  /** Images stored. */
  stored: count,
  refused: count,
  duplicates: count,
  /** Source images per second over the last few seconds; null at first. */
  perSecond: z.number().min(0).nullable(),
})
export type ImportProgress = z.infer<typeof importProgressSchema>

/**
 * An import that has not become a data set: `running` here, `interrupted` if its process ended
 * (continuing takes up where it was), or `failed`.
 */
export const importSummarySchema = z.object({
  /** The name of its folder, and later of the data set's. */
  id: z.string(),
  name: z.string(),
  path: z.string(),
  state: z.enum(['running', 'interrupted', 'failed']),
  progress: importProgressSchema,
  /** The first refused files. */
  refused: z.array(refusedFileSchema),
  /** Why it failed; null unless it did. */
  error: errorReportSchema.nullable(),
})
export type ImportSummary = z.infer<typeof importSummarySchema>
