import { z } from 'zod'
import { errorReportSchema } from '../errors'
import { featureNetChoiceSchema } from '../feature-nets/choice'
import { generatorJobSchema } from '../generator-job'
import { noticeSchema } from '../notices'
import { evaluationSchema, passes, splits } from './evaluation'

/** The maximum number of real images, and the default number of real and generated ones. */
export const USUAL_COUNT = 10_000
export const MOST_GENERATED = 100_000
/** The default seed, so that different runs are measured with the same latents. */
export const USUAL_SEED = 1

/** The options of a measurement, shared by the page, the command line and the measuring process. */
export const measureOptionsSchema = z.object({
  /** By default the net that suits the data set. */
  net: featureNetChoiceSchema.optional(),
  /** By default the held-out images, or training images if there are none. */
  split: z.enum(splits).optional(),
  /** The maximum number of real images. */
  realCount: z.number().int().min(1).max(MOST_GENERATED).default(USUAL_COUNT),
  generatedCount: z.number().int().min(1).max(MOST_GENERATED).default(USUAL_COUNT),
  seed: z.number().int().min(0).max(4_294_967_295).default(USUAL_SEED),
  /** Keys of metrics; by default all that can be measured. */
  metrics: z.array(z.string().min(1)).min(1).optional(),
  /** Whether to measure the floor too. */
  floor: z.boolean().default(true),
  pass: z.enum(passes).default('full'),
  /** Measures again even what has already been measured with the same protocol. */
  again: z.boolean().default(false),
})
export type MeasureOptions = z.input<typeof measureOptionsSchema>

/** A request to the measuring process. */
export const measureJobSchema = generatorJobSchema.extend({
  ...measureOptionsSchema.shape,
  /** Name or path of the data set with the real images. */
  dataset: z.string(),
  datasetsDirs: z.array(z.string()),
  /** True if it must be unchanged since the generator was trained on it. */
  asTrained: z.boolean(),
  /** The folder in which computed features are cached. */
  cacheDir: z.string(),
  /** The folder of the run in which the evaluation is stored, and earlier ones are found. */
  store: z.string().optional(),
  /** Lowers the process's priority, so that training is hardly slowed down. */
  background: z.boolean().default(false),
})
export type MeasureJob = z.infer<typeof measureJobSchema>

export const measureReplySchema = z.object({
  evaluation: evaluationSchema,
  /** True if it had already been measured with this protocol. */
  reused: z.boolean(),
  /** The file in the run's folder, if it is stored. */
  file: z.string().optional(),
  /** Why the result could not be stored, if it was to be. */
  notStored: errorReportSchema.optional(),
  warnings: z.array(noticeSchema),
})
export type MeasureReply = z.infer<typeof measureReplySchema>

/**
 * The stages of measuring, in order: loading the weights, the data and the feature net; computing
 * the features of real, generated and training images; the metrics; the same for the floor. A
 * search for nearest training images has the stage `neighbours`.
 */
export const measureStages = [
  'load',
  'real',
  'generated',
  'training',
  'metric',
  'floor',
  'floorMetric',
  'neighbours',
] as const

export const measureProgressSchema = z.object({
  stage: z.enum(measureStages),
  /** The metric being computed. */
  metric: z.string().optional(),
  /** Images, or metrics, so far and in total. */
  done: z.number().int().min(0),
  of: z.number().int().min(0),
  /** The progress of the current metric, from 0 to 1. */
  share: z.number().min(0).max(1).optional(),
  /** The estimated time left of the measurement; absent while it is not known. */
  secondsLeft: z.number().min(0).optional(),
})
export type MeasureProgress = z.infer<typeof measureProgressSchema>

/** A measurement that is waiting or in progress. */
export const pendingMeasurementSchema = z.object({
  /** Null for those that a run makes by itself. */
  measurement: z.string().nullable(),
  step: z.number().int().min(0),
  /** Null while it waits. */
  progress: measureProgressSchema.nullable(),
})
export type PendingMeasurement = z.infer<typeof pendingMeasurementSchema>
