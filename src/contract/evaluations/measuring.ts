import { z } from 'zod'
import { featureNetChoiceSchema } from '../feature-nets/choice'
import { generatorJobSchema } from '../generator-job'
import { noticeSchema } from '../notices'
import { evaluationSchema, passes, splits } from './evaluation'

/** The most real images that generated ones are compared with, and the usual number of both. */
export const USUAL_COUNT = 10_000
export const MOST_GENERATED = 100_000
/** The usual seed, so that values of different runs are measured with the same latents. */
export const USUAL_SEED = 1

/** The options of a measurement; the same for a page, the command line and the measuring process. */
export const measureOptionsSchema = z.object({
  /** By default the net that suits the data set. */
  net: featureNetChoiceSchema.optional(),
  /** By default the held-out images, or training images if there are none. */
  split: z.enum(splits).optional(),
  /** The most real images. */
  realCount: z.number().int().min(1).max(MOST_GENERATED).default(USUAL_COUNT),
  generatedCount: z.number().int().min(1).max(MOST_GENERATED).default(USUAL_COUNT),
  seed: z.number().int().min(0).max(4_294_967_295).default(USUAL_SEED),
  /** Keys of metrics; by default all that are possible. */
  metrics: z.array(z.string().min(1)).min(1).optional(),
  /** Whether to measure real images too. */
  floor: z.boolean().default(true),
  pass: z.enum(passes).default('full'),
  /** Measures anew what has been measured with the same protocol. */
  again: z.boolean().default(false),
})
export type MeasureOptions = z.input<typeof measureOptionsSchema>

/** A request to the measuring process. */
export const measureJobSchema = generatorJobSchema.extend({
  ...measureOptionsSchema.shape,
  /** Name or path of the data set with the real images. */
  dataset: z.string(),
  datasetsDirs: z.array(z.string()),
  /** True if it must still be the one that the generator was trained on. */
  asTrained: z.boolean(),
  /** The folder of features that have been computed. */
  cacheDir: z.string(),
  /** The run's folder to store the evaluation in, and to find earlier ones. */
  store: z.string().optional(),
  /** Lowers the process's priority, so that training is hardly slower. */
  background: z.boolean().default(false),
})
export type MeasureJob = z.infer<typeof measureJobSchema>

export const measureReplySchema = z.object({
  evaluation: evaluationSchema,
  /** True if it had been measured with this protocol before. */
  reused: z.boolean(),
  /** The file in the run's folder, if it is stored. */
  file: z.string().optional(),
  warnings: z.array(noticeSchema),
})
export type MeasureReply = z.infer<typeof measureReplySchema>

/**
 * The stages of measuring: loading the weights, the data and the feature net; features of real, of
 * training, of generated images, and of the floor's; the nearest training images; then the metrics.
 */
export const measureStages = [
  'load',
  'real',
  'training',
  'generated',
  'floor',
  'neighbours',
  'metric',
  'floorMetric',
] as const

export const measureProgressSchema = z.object({
  stage: z.enum(measureStages),
  /** The metric being computed. */
  metric: z.string().optional(),
  /** Images, or metrics, so far and in total. */
  done: z.number().int().min(0),
  of: z.number().int().min(0),
})
export type MeasureProgress = z.infer<typeof measureProgressSchema>
