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
  /** The title of the data set; `checkedTitle` says what is wrong with it. */
  name: z.string(),
  /** The key of the known data set that the source contains. */
  known: z.string().optional(),
  /** The licence to record. */
  licence: z.string().optional(),
  /**
   * Names for all classes of the source, in its order; `preparation.classes` uses these names. By
   * default, classes keep the names that the source gives them, such as the numbers of IDX labels.
   */
  classNames: z.array(z.string().trim().min(1).max(MAX_NAME)).min(1).optional(),
})
export type ImportRequest = z.infer<typeof importRequestSchema>

const count = z.number().int().min(0)
/**
 * `downloading`: obtaining the files of a known data set; `copying`: taking them from a folder of
 * the user; `listing`: finding the files; `reading`: preparing images; `finishing`: fingerprints.
 * While downloading and copying, `done` and `total` count bytes and `perSecond` is in bytes per
 * second.
 */
export const importStages = ['downloading', 'copying', 'listing', 'reading', 'finishing'] as const

export const importProgressSchema = z.object({
  stage: z.enum(importStages),
  /** Source images done, refused ones included; bytes while downloading or copying. */
  done: count,
  /** Source images in total, null until listed; bytes while downloading or copying. */
  total: count.nullable(),
  /** Images stored. */
  stored: count,
  refused: count,
  duplicates: count,
  /** Source images, or bytes, per second over the last few seconds; null at first. */
  perSecond: z.number().min(0).nullable(),
})
export type ImportProgress = z.infer<typeof importProgressSchema>

/**
 * An import that is not a data set yet: `running` here, `interrupted` if its process ended
 * (it can be continued), or `failed`.
 */
export const importSummarySchema = z.object({
  /** The name of its folder, and later of the data set's. */
  id: z.string(),
  name: z.string(),
  /** The key of the known data set that it adds. */
  known: z.string().optional(),
  path: z.string(),
  state: z.enum(['running', 'interrupted', 'failed']),
  progress: importProgressSchema,
  /** The first refused files. */
  refused: z.array(refusedFileSchema),
  /** Why it failed; null unless it did. */
  error: errorReportSchema.nullable(),
})
export type ImportSummary = z.infer<typeof importSummarySchema>
