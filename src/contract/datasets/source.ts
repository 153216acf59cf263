import { z } from 'zod'
import { noticeSchema } from '../notices'
import { MAX_NAME } from '../run'

/** Kinds of sources, in the order in which they are tried; each is a line of sources.ts. */
export const sourceKinds = ['idx', 'cifar', 'npz', 'generated', 'zip', 'folder', 'grid'] as const
export type SourceKind = (typeof sourceKinds)[number]

/** Facts about a source that its files do not state; each kind uses some of them. */
export const sourceOptionsSchema = z.strictObject({
  /** Reads the source as this kind, without looking for others. */
  kind: z.enum(sourceKinds).optional(),
  /** One of several sets in a folder: the path of its images file, relative to the folder. */
  set: z.string().optional(),
  /** True if images are stored with rows and columns exchanged, as EMNIST's. */
  transpose: z.boolean().optional(),
  /** The order of an array's axes. */
  layout: z.enum(['NHWC', 'NCHW', 'NHW']).optional(),
  /** The values of black and white in an array of floats. */
  range: z.tuple([z.number(), z.number()]).optional(),
  /** The size of a cell of one large image that contains a grid of images, in pixels. */
  cell: z
    .strictObject({
      width: z.number().int().min(1),
      height: z.number().int().min(1),
      /** Pixels between cells, and around them. */
      gap: z.number().int().min(0).default(0),
      margin: z.number().int().min(0).default(0),
    })
    .optional(),
  /** The kind of labels to use, of a set that has two kinds, such as CIFAR-100. */
  labels: z.enum(['fine', 'coarse']).optional(),
  /** Names for all classes of the source, in its order, if its files have only their numbers. */
  classNames: z.array(z.string().trim().min(1).max(MAX_NAME)).min(1).max(1000).optional(),
})
export type SourceOptions = z.infer<typeof sourceOptionsSchema>

/** A file or folder with images, on the machine that runs the studio. */
export const sourceRequestSchema = z.strictObject({
  /** Absolute, except in a command's arguments. */
  path: z.string().min(1),
  options: sourceOptionsSchema.default({}),
})
export type SourceRequest = z.infer<typeof sourceRequestSchema>

/** A class and its number of images; its number is its index. */
export const classCountSchema = z.object({ name: z.string(), images: z.number().int().min(0) })
export type ClassCount = z.infer<typeof classCountSchema>

/** Facts about a source that are known without reading all of its images. */
export const sourceDescriptionSchema = z.object({
  kind: z.enum(sourceKinds),
  path: z.string(),
  /** The options that were used, given or detected. */
  options: sourceOptionsSchema,
  /** Number of images without test images; for pictures, the number of files, of which some may be refused. */
  images: z.number().int().min(0),
  /** Number of test images, which become the hold-out part. */
  testImages: z.number().int().min(0),
  /** Null if the images have no labels. */
  classes: z.array(classCountSchema).nullable(),
  /** The origin of the labels; null if there are none. */
  labelsFrom: z.enum(['folders', 'file', 'data']).nullable(),
  /** Sizes found, the most frequent first: of all images, or of a sample of the pictures. */
  sizes: z.array(
    z.object({
      width: z.number().int().min(1),
      height: z.number().int().min(1),
      images: z.number().int().min(1),
    }),
  ),
  /** The number of images that `sizes` counts. */
  sampled: z.number().int().min(0),
  /** The number of pictures in the sample that cannot be used, which `sizes` does not count. */
  unusable: z.number().int().min(0).optional(),
  /** True if some of the sampled images have colour. */
  colour: z.boolean(),
  /** True if some of the sampled images are transparent. */
  transparent: z.boolean(),
  /** The licence of the images, if they are those of a published data set. */
  licence: z.string().optional(),
  /** Facts to know before preparing, such as files that will be skipped. */
  notes: z.array(noticeSchema),
})
export type SourceDescription = z.infer<typeof sourceDescriptionSchema>
