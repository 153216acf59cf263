import { z } from 'zod'
import { classifierSpecSchema } from './classifier'
import { netSummarySchema } from './summary'

/* feature-net.json; described in docs/feature-nets.md. */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.number().int().min(0)

const fault = (context: z.RefinementCtx, path: string[], message: string): void =>
  context.addIssue({ code: 'custom', path, message })

/**
 * The images that a net takes, and how their bytes are scaled: (byte / 255 * range - mean) /
 * deviation. Mean and deviation have one number for each channel, or one for all.
 */
export const netInputSchema = z
  .object({
    size: z.number().int().min(1).max(1024),
    channels: z.union([z.literal(1), z.literal(3)]),
    /**
     * The height and width of the images to measure, which are resized to `size` first; `any` if
     * images of any size and number of channels are converted. If absent, images must have `size`.
     */
    takes: z.union([z.number().int().min(1), z.literal('any')]).optional(),
    range: z.number().positive().default(1),
    mean: z.array(z.number()).min(1).max(3).default([0.5]),
    deviation: z.array(z.number().positive()).min(1).max(3).default([0.5]),
  })
  .superRefine(({ channels, mean, deviation }, context) => {
    for (const [key, { length }] of Object.entries({ mean, deviation })) {
      if (length !== 1 && length !== channels) {
        fault(context, [key], `must have one number, or ${channels}`)
      }
    }
  })
export type NetInput = z.infer<typeof netInputSchema>

/** A file of the net's folder. */
const fileSchema = z.object({ bytes: count, sha256 })
export type NetFile = z.infer<typeof fileSchema>

const common = {
  schemaVersion: z.literal(1),
  id: netSummarySchema.shape.id,
  title: netSummarySchema.shape.title,
  input: netInputSchema,
}

/**
 * The settings of a classifier's training: everything that determines its weights, besides the data
 * set.
 */
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

const trainedSchema = z
  .object({
    ...common,
    format: z.literal('gan-studio'),
    network: classifierSpecSchema,
    /** The names of the classes. */
    classes: z.array(z.string()).min(2),
    trainedOn: netSummarySchema.shape.trainedOn,
    test: netSummarySchema.shape.test,
    seed: netSummarySchema.shape.seed,
    training: trainingSchema,
    weights: fileSchema,
  })
  .superRefine((net, context) => {
    // Zod calls this check even if values are out of range.
    if (context.issues.length > 0) return
    const { input, network, classes } = net
    const isSame = network.input.size === input.size && network.input.channels === input.channels
    if (!isSame) fault(context, ['network', 'input'], 'must have the size and channels of “input”')
    if (classes.length !== network.output.classes) {
      fault(context, ['classes'], `must have ${network.output.classes} names`)
    }
  })
export type TrainedNetDocument = z.infer<typeof trainedSchema>

/** A file's name in the net's folder. */
const fileName = z.string().regex(/^[\w-][\w.-]{0,99}$/)

/** Keys of the formats of other programs: the model's files, and the values to read of it. */
const modelKeys = {
  ...common,
  /** All of the model's files. */
  files: z.record(fileName, fileSchema),
  outputs: z.object({
    /** The features: [N, ...], of which each image's are flattened. */
    features: z.string().min(1).max(1000),
    /** A classifier's softmax: [N, classes]. */
    probabilities: z.string().min(1).max(1000).optional(),
  }),
}
/** The order of the model's input axes. */
const layout = z.enum(['nhwc', 'nchw'])

/** A TF.js graph model; its outputs are names of nodes. */
const graphSchema = z.object({
  ...modelKeys,
  format: z.literal('tfjs-graph'),
  layout: layout.default('nhwc'),
  /** The file with the model's topology, which names the files of its weights. */
  model: fileName.default('model.json'),
})
export type GraphNetDocument = z.infer<typeof graphSchema>

/** An ONNX model; its outputs are names of values, whether or not the model returns them. */
const onnxSchema = z.object({
  ...modelKeys,
  format: z.literal('onnx'),
  layout: layout.default('nchw'),
  /** The file with the model, which names the files of weights outside of it. */
  model: fileName.default('model.onnx'),
})
export type OnnxNetDocument = z.infer<typeof onnxSchema>

export const FEATURE_NET_SCHEMA_VERSION = 1
/** Schema of feature-net.json; keys that it does not name stay in the file. */
export const featureNetDocumentSchema = z.discriminatedUnion('format', [
  trainedSchema,
  graphSchema,
  onnxSchema,
])
export type FeatureNetDocument = z.infer<typeof featureNetDocumentSchema>
