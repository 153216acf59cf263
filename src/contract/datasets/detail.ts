import { z } from 'zod'
import { noticeSchema } from '../notices'
import { datasetDocumentSchema } from './document'
import { datasetListingSchema } from './listing'
import { classCountSchema } from './source'

/** A data set's images for training, or its hold-out images. */
export const datasetParts = ['train', 'holdOut'] as const
export type DatasetPartName = (typeof datasetParts)[number]

/** Everything that the studio shows about a data set. */
export const datasetDetailSchema = z.object({
  listing: datasetListingSchema,
  /** dataset.json of a prepared data set; null for others. */
  document: datasetDocumentSchema.nullable(),
  /** Null without labels. */
  classes: z
    .object({ train: z.array(classCountSchema), holdOut: z.array(classCountSchema).nullable() })
    .nullable(),
  /** Other data sets with the same training images. */
  sameAs: z.array(z.object({ name: z.string(), title: z.string() })),
  /** The runs that were trained on the data set, or are set to be. */
  usedBy: z.array(z.object({ id: z.string(), name: z.string(), live: z.boolean() })),
})
export type DatasetDetail = z.infer<typeof datasetDetailSchema>

/** The result of reading all of a data set's files and comparing them with its fingerprints. */
export const datasetCheckSchema = z.object({
  images: z.number().int().min(0),
  /** All problems found; empty if all files are as they were stored. */
  problems: z.array(noticeSchema),
})
export type DatasetCheck = z.infer<typeof datasetCheckSchema>
