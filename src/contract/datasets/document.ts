import { z } from 'zod'
import { noticeSchema } from '../notices'
import { preparationSchema } from './preparation'
import type { classCountSchema } from './source'
import { sourceKinds, sourceOptionsSchema } from './source'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.number().int().min(0)

/** Bytes [images, height, width, channels] in one file, whole images only. */
const shardSchema = z.object({ file: z.string().min(1), images: z.number().int().min(1) })

/** The images for one purpose, in shards. */
export const datasetPartSchema = z.object({
  images: count,
  shards: z.array(shardSchema),
  /** A file of little-endian 16-bit class numbers [images]; null without labels. */
  labels: z.string().min(1).nullable(),
  /**
   * The files with the names of the source's files: `file` has the names in UTF-8, one after
   * another; `ends` has little-endian 64-bit numbers [images], the positions where they end. Null
   * if the images have no names.
   */
  names: z
    .object({ file: z.string().min(1), ends: z.string().min(1) })
    .nullable()
    .default(null),
  /** [classes] images of each class; null without labels. */
  classCounts: z.array(count).nullable(),
  /**
   * SHA-256 of the equivalent IDX file of these images: the header and the bytes
   * [images, height, width] or [images, height, width, 3].
   */
  fingerprint: sha256,
  /** SHA-256 of the equivalent IDX file of the labels; null without labels. */
  labelsFingerprint: sha256.nullable(),
})
export type DatasetPart = z.infer<typeof datasetPartSchema>

/** A source file that cannot be used, and why. */
export const refusedFileSchema = z.object({ name: z.string(), why: noticeSchema })
export type RefusedFile = z.infer<typeof refusedFileSchema>

export const DATASET_SCHEMA_VERSION = 1
/** Schema of dataset.json; keys that it does not name stay in the file. */
export const datasetDocumentSchema = z.object({
  schemaVersion: z.literal(DATASET_SCHEMA_VERSION),
  /** The title shown; commands take it as well as the folder's name. */
  name: z.string().min(1),
  createdAt: z.iso.datetime(),
  source: z.object({
    kind: z.enum(sourceKinds),
    /** Absolute; or the name of the uploaded file. */
    path: z.string(),
    options: z.looseObject(sourceOptionsSchema.shape).default({}),
    /** The key of a known data set (known-sets), if it is one. */
    known: z.string().optional(),
    /** Licence and authors of the images, if known. */
    licence: z.string().optional(),
  }),
  preparation: z.looseObject(preparationSchema.shape),
  width: z.number().int().min(1),
  height: z.number().int().min(1),
  channels: z.union([z.literal(1), z.literal(3)]),
  /** The names of the classes; null without labels. */
  classes: z.array(z.string()).nullable(),
  /** Mean of the training images per channel, 0 black to 255 white. */
  mean: z.array(z.number().min(0).max(255)),
  train: datasetPartSchema,
  holdOut: datasetPartSchema.nullable(),
  /** Source files that cannot be used; `files` lists the first of them. */
  refused: z.object({ count, files: z.array(refusedFileSchema) }).default({ count: 0, files: [] }),
  /** Images whose pixels equal an earlier image's; kept or skipped, as the preparation says. */
  duplicates: count.default(0),
  /** Sizes of the source images, the most frequent first. */
  sizes: z.array(z.object({ width: count, height: count, images: count })).default([]),
})
export type DatasetDocument = z.infer<typeof datasetDocumentSchema>
/** Class counts of a part, by name. */
export const classCountsOf = (
  { classes }: Pick<DatasetDocument, 'classes'>,
  part: Pick<DatasetPart, 'classCounts'>,
): z.infer<typeof classCountSchema>[] | null =>
  classes === null ? null : classes.map((name, i) => ({ name, images: part.classCounts?.[i] ?? 0 }))
