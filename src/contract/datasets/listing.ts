import { z } from 'zod'
import { errorReportSchema } from '../errors'
import { sourceKinds } from './source'

const count = z.number().int().min(0)

/** An available data set. */
export const datasetListingSchema = z.object({
  /** Unique; what `--data` and a run's config take. */
  name: z.string(),
  /** The name shown; differs from `name` if a prepared data set has a title of its own. */
  title: z.string(),
  /** `bundled` with the studio, a folder of `idx` files, or `prepared` by an import. */
  kind: z.enum(['bundled', 'idx', 'prepared']),
  /** The origin of a `prepared` data set: its source, and its key if it is a known data set. */
  source: z.object({ kind: z.enum(sourceKinds), known: z.string().optional() }).optional(),
  /** Absolute. */
  path: z.string(),
  /** Number of training images. This and the sizes are 0 if unknown. */
  images: count,
  /** Number of hold-out images; 0 if unknown. */
  holdOut: count,
  width: count,
  height: count,
  channels: count,
  labels: z.boolean(),
  /** Number of classes; null without labels, and for IDX files, whose labels are not read. */
  classes: count.nullable(),
  /** Size on disk; null if unknown. */
  bytes: count.nullable(),
  createdAt: z.iso.datetime().nullable(),
  /** Why it cannot be used, in English; absent if its headers are valid. */
  problem: z.string().optional(),
  /** The same as a report, which can be translated. */
  why: errorReportSchema.optional(),
})
export type DatasetListing = z.infer<typeof datasetListingSchema>
