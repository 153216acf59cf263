import { z } from 'zod'
import { classifierSpecSchema } from './classifier'

/* feature-net.json; docs/feature-nets.md describes it for people. */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.number().int().min(0)
const title = z.string().trim().min(1).max(100)

/**
 * The images that a net takes, and its numbers for pixels: (byte / 255 * range - mean) / deviation.
 * Mean and deviation have a number for each channel, or one for all.
 */
export const netInputSchema = z.object({
  size: z.number().int().min(1).max(1024),
  channels: z.union([z.literal(1), z.literal(3)]),
  /**
   * The height and width of the images to measure, if they are resized to `size` first; `any`: images
   * of any size and number of channels are. If absent, they must have `size`.
   */
  takes: z.union([z.number().int().min(1), z.literal('any')]).optional(),
  range: z.number().positive().default(1),
  mean: z.array(z.number()).min(1).max(3).default([0.5]),
  deviation: z.array(z.number().positive()).min(1).max(3).default([0.5]),
})
export type NetInput = z.infer<typeof netInputSchema>

/** A file of the net's folder. */
const fileSchema = z.object({ bytes: count, sha256 })
export type NetFile = z.infer<typeof fileSchema>

const common = {
  schemaVersion: z.literal(1),
  id: z.string().regex(/^[\w.-]{1,64}$/),
  title,
  input: netInputSchema,
}

/** How a classifier was trained; everything that its weights follow from, with the data set. */
const trainingSchema = z.object({
  epochs: z.number().int().min(1),
  batchSize: z.number().int().min(1),
  optimiser: z.string(),
  learningRate: z.number().positive(),
  schedule: z.string(),
  weightDecay: z.number().min(0).default(0),
  augmentation: z.string(),
  engine: z.string(),
})

const trainedSchema = z.object({
  ...common,
  format: z.literal('gan-studio'),
  network: classifierSpecSchema,
  /** The names of the classes. */
  classes: z.array(z.string()).min(2),
  /** The images that it was trained on. */
  trainedOn: z.object({
    name: z.string(),
    /** SHA-256 of the data set's training images. */
    fingerprint: sha256,
    images: count,
  }),
  /** Measured once, after training: these images chose nothing. */
  test: z.object({
    images: z.number().int().min(1),
    /** The share of images whose class is recognised. */
    accuracy: z.number().min(0).max(1),
    /** The hold-out part; or a tenth of the training images, which it was then not trained on. */
    part: z.enum(['holdOut', 'tenthOfTraining']),
  }),
  seed: z.number().int().min(0),
  training: trainingSchema,
  weights: fileSchema,
})
export type TrainedNetDocument = z.infer<typeof trainedSchema>

/** A file's name in the net's folder. */
const fileName = z.string().regex(/^[\w-][\w.-]{0,99}$/)

const graphSchema = z.object({
  ...common,
  format: z.literal('tfjs-graph'),
  /** The order of the model's input axes. */
  layout: z.enum(['nhwc', 'nchw']).default('nhwc'),
  /** The file with the model's topology, which names the files of its weights. */
  model: fileName.default('model.json'),
  /** All of the model's files. */
  files: z.record(fileName, fileSchema),
  /** Names of the model's nodes. */
  outputs: z.object({
    /** The features: [N, ...], of which each image's are flattened. */
    features: z.string().min(1),
    /** A classifier's softmax: [N, classes]. */
    probabilities: z.string().min(1).optional(),
  }),
})
export type GraphNetDocument = z.infer<typeof graphSchema>

export const FEATURE_NET_SCHEMA_VERSION = 1
/** Schema of feature-net.json; keys that it does not name stay in the file. */
export const featureNetDocumentSchema = z.discriminatedUnion('format', [trainedSchema, graphSchema])
export type FeatureNetDocument = z.infer<typeof featureNetDocumentSchema>

/** The part of a trained net's document that is shown to users. */
export const netSummarySchema = trainedSchema.pick({
  ...{ id: true, title: true, trainedOn: true, test: true, seed: true },
})
export type NetSummary = z.infer<typeof netSummarySchema>
