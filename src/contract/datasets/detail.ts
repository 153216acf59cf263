import { z } from 'zod'
import { noticeSchema } from '../notices'
import { datasetDocumentSchema } from './document'
import { datasetListingSchema } from './listing'
import { classCountSchema } from './source'

/** A data set's images for training or for measuring. */
export const datasetParts = ['train', 'holdOut'] as const
export type DatasetPartName = (typeof datasetParts)[number]

/** Everything that the studio shows of a data set. */
export const datasetDetailSchema = z.object({
  listing: datasetListingSchema,
  /** dataset.json of a prepared data set; null for others. */
  document: datasetDocumentSchema.nullable(),
  /** Null without labels. */
  classes: z
    .object({ train: z.array(classCountSchema), holdOut: z.array(classCountSchema).nullable() })
    .nullable(),
  /** The runs that were trained on it, or are set to be. */
  usedBy: z.array(z.object({ id: z.string(), name: z.string(), live: z.boolean() })),
})
export type DatasetDetail = z.infer<typeof datasetDetailSchema>

/** The result of reading all of a data set's files and comparing them with its fingerprints. */
export const datasetCheckSchema = z.object({
  images: z.number().int().min(0),
  /** Everything that is wrong; empty if all is as it was stored. */
  problems: z.array(noticeSchema),
})
export type DatasetCheck = z.infer<typeof datasetCheckSchema>
