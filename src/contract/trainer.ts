import { z } from 'zod'
import { varietySchema } from './alarms/variety'
import { ownNetworksSchema } from './architectures/own-networks'
import { datasetCheckSchema } from './datasets/detail'
import { refusedFileSchema } from './datasets/document'
import { importProgressSchema } from './datasets/import'
import { previewRequestSchema, previewSchema } from './datasets/preview'
import { sourceDescriptionSchema, sourceRequestSchema } from './datasets/source'
import { errorReportSchema } from './errors'
import {
  engineChoiceSchema,
  engineInfoSchema,
  engineReportSchema,
  engineSetupSchema,
} from './engines'
import {
  measureJobSchema,
  measureProgressSchema,
  measureReplySchema,
} from './evaluations/measuring'
import { findJobSchema, findReplySchema } from './neighbours/finding'
import { classesSchema } from './generated'
import { generatorJobSchema } from './generator-job'
import { netSummarySchema } from './feature-nets/summary'
import { netProgressSchema } from './feature-nets/progress'
import { usageSchema } from './hardware/sample'
import { hyperparametersSchema } from './hyperparameters'
import { metricsSchema } from './metrics/record'
import { noticeSchema } from './notices'
import { datasetIdentitySchema, startStages, storedRunConfigSchema } from './run'

/*
 * Messages between a host and its trainer process. Each request has an id and gets exactly one
 * reply; events are sent unprompted. Weights are never sent.
 */

const trainJobSchema = z.object({
  runDir: z.string(),
  /** As stored in the run: a resumed run keeps values that were allowed when it began. */
  config: storedRunConfigSchema,
  setup: engineSetupSchema.optional(),
  datasetsDirs: z.array(z.string()),
  /** The step of the checkpoint to resume from; if absent, training starts from the beginning. */
  resumeFrom: z.number().int().min(0).optional(),
  /** Sets aside the run's existing files and starts over. */
  startAgain: z.boolean().optional(),
  /**
   * Stamp of the run that the job was made from (storage/runs/unchanged.ts); the trainer refuses a
   * run that has been trained since. Absent for a folder without run.json, as in benchmarks.
   */
  madeFrom: z.string().optional(),
  /** When resuming, the engine that last trained the run. */
  lastEngine: engineInfoSchema.optional(),
  /** When resuming, the data set must still match this. */
  expectDataset: datasetIdentitySchema.optional(),
})
export type TrainJob = z.infer<typeof trainJobSchema>

const imageIndex = z.number().int().min(0).max(999_999)

const generateJobSchema = generatorJobSchema.extend({
  count: z.number().int().min(1).max(1_000_000),
  seed: z.number().int().min(0).max(4_294_967_295),
  /** The latents' standard deviation. */
  latentScale: z.number().min(0.05).max(5),
  /**
   * Batch norm statistics: the running averages from training, or those of the first 256 latents of
   * this seed and scale. Either way an image depends only on its own index.
   */
  statistics: z.enum(['running', 'batch']),
  /**
   * The classes of a class-conditional generator's images (class-choice.ts); all classes if absent.
   */
  classes: classesSchema.optional(),
  /**
   * Generates `count` images interpolated between two images, ends included, instead of images 0 to
   * count - 1; all have the class of `from`.
   */
  between: z.object({ from: imageIndex, to: imageIndex }).optional(),
  output: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('grid'), file: z.string() }),
    z.object({ kind: z.literal('folder'), folder: z.string() }),
    /** Bytes [count, size, size, channels], 0 black to 255 white, with nothing before or after. */
    z.object({ kind: z.literal('pixels'), file: z.string() }),
  ]),
})
export type GenerateJob = z.infer<typeof generateJobSchema>

const generatorShapeSchema = z.object({
  latentDim: z.number().int().positive(),
  size: z.number().int().positive(),
  channels: z.number().int().positive(),
  /** The number of classes, if the generator takes labels. */
  classes: z.number().int().min(2).optional(),
})
export type GeneratorShape = z.infer<typeof generatorShapeSchema>

const benchJobSchema = z.object({
  engine: z.enum(['tensorflow', 'wasm', 'cpu']),
  /** Settings of the training step to time; the length of the run does not matter. */
  hyperparameters: hyperparametersSchema,
  /** A user's own networks; see runConfigSchema. */
  networks: ownNetworksSchema.optional(),
  /** If absent, the images are noise, which trains at the same speed and need not be read. */
  dataset: z.string().optional(),
  compile: z.boolean(),
  /** If the step does not compile, times it op by op, as a run would execute it. */
  fallback: z.boolean().optional(),
  threads: z.number().int().min(0).max(256),
  setup: engineSetupSchema.optional(),
  datasetsDirs: z.array(z.string()),
})
export type BenchJob = z.infer<typeof benchJobSchema>

/** Trains the feature net of a prepared data set. */
const trainNetJobSchema = z.object({
  /** The data set's folder. */
  dir: z.string(),
  engine: engineChoiceSchema,
  threads: z.number().int().min(0).max(256),
  setup: engineSetupSchema.optional(),
  seed: z.number().int().min(0).max(4_294_967_295),
})
export type TrainNetJob = z.infer<typeof trainNetJobSchema>

/** Requests from the host by type; each type has its own reply schema. */
export const requestSchemas = {
  train: trainJobSchema,
  pause: z.object({}),
  /** Ends a pause. */
  continue: z.object({}),
  stop: z.object({}),
  sample: z.object({}),
  checkpoint: z.object({}),
  /** Loads a generator to check that it is valid. */
  inspect: generatorJobSchema,
  generate: generateJobSchema,
  /** Measures the images that a generator makes; only in a process that does nothing else. */
  measure: measureJobSchema,
  /** Finds the training images nearest to generated ones; only in the measuring process. */
  findNeighbours: findJobSchema,
  probe: z.object({
    threads: z.number().int().min(0).max(256),
    setup: engineSetupSchema.optional(),
  }),
  benchOpen: benchJobSchema,
  benchSteps: z.object({ steps: z.number().int().positive() }),
  benchGenerate: z.object({ count: z.number().int().positive() }),
  describeSource: z.object({ source: sourceRequestSchema, ticket: z.string().optional() }),
  /** Ends the description with this ticket. */
  cancelSource: z.object({ ticket: z.string() }),
  /** Draws the images into one PNG at `file`. */
  previewSource: z.object({ request: previewRequestSchema, file: z.string() }),
  /**
   * Continues an import from its journal. `id` is the wanted name of the data set's folder in
   * `datasetsDir`.
   */
  importDataset: z.object({ datasetsDir: z.string(), id: z.string() }),
  /** Reads all files of a prepared data set. */
  checkDataset: z.object({ dir: z.string() }),
  /** Trains a data set's feature net and stores it in the data set's folder, as a whole. */
  trainFeatureNet: trainNetJobSchema,
} as const
export type RequestType = keyof typeof requestSchemas
export type RequestBody<T extends RequestType> = z.infer<(typeof requestSchemas)[T]>

/** The time of each step, or of all images together. */
export const benchTimesSchema = z.object({
  milliseconds: z.array(z.number()),
  rssBytes: z.number(),
})
export type BenchTimes = z.infer<typeof benchTimesSchema>

const atStep = z.object({ step: z.number().int().min(0) })
export const replySchemas = {
  /** Answered when training is about to take its first step. */
  train: z.object({
    engine: engineInfoSchema,
    notes: z.array(noticeSchema),
    dataset: datasetIdentitySchema,
    fromStep: z.number().int().min(0),
    stepsPerEpoch: z.number().int().positive(),
    totalSteps: z.number().int().positive(),
  }),
  pause: atStep,
  continue: atStep,
  /** Answered when the checkpoint is on disk. */
  stop: atStep,
  sample: atStep,
  checkpoint: atStep,
  inspect: z.object({ shape: generatorShapeSchema }),
  generate: z.object({
    files: z.array(z.string()),
    shape: generatorShapeSchema,
    /** The digest of the checkpoint's manifest; absent for a file. */
    digest: z.string().optional(),
    engine: engineInfoSchema,
    warnings: z.array(noticeSchema),
  }),
  measure: measureReplySchema,
  findNeighbours: findReplySchema,
  probe: z.object({ engines: z.array(engineReportSchema) }),
  benchOpen: z.object({ engine: engineInfoSchema }),
  benchSteps: benchTimesSchema,
  benchGenerate: benchTimesSchema,
  describeSource: sourceDescriptionSchema,
  cancelSource: z.object({}),
  previewSource: previewSchema.omit({ id: true }),
  importDataset: z.object({
    /** The name of the data set's folder. */
    id: z.string(),
  }),
  checkDataset: datasetCheckSchema,
  trainFeatureNet: netSummarySchema.extend({
    engine: engineInfoSchema,
    notes: z.array(noticeSchema),
  }),
} as const
export type ReplyBody<T extends RequestType> = z.infer<(typeof replySchemas)[T]>

export const requestSchema = z.object({
  id: z.number().int(),
  type: z.enum(Object.keys(requestSchemas) as [RequestType, ...RequestType[]]),
  body: z.unknown(),
})
export type Request = z.infer<typeof requestSchema>

const trainerEventSchema = z.discriminatedUnion('type', [
  /** A stage of the start begins; sent before the reply to `train`. */
  z.object({ type: z.literal('stage'), stage: z.enum(startStages) }),
  z.object({ type: z.literal('metrics'), points: z.array(metricsSchema) }),
  z.object({
    type: z.literal('sample'),
    step: z.number().int(),
    file: z.string(),
    /** Absent for an incomplete grid. */
    variety: varietySchema.optional(),
  }),
  z.object({ type: z.literal('checkpoint'), step: z.number().int(), bytes: z.number().int() }),
  noticeSchema.extend({ type: z.literal('warning') }),
  /** The process's own use of the machine; sent every few seconds of training. */
  usageSchema.extend({ type: z.literal('usage') }),
  /** The progress of an import, and its first refused files. */
  z.object({
    type: z.literal('import'),
    progress: importProgressSchema,
    refused: z.array(refusedFileSchema),
  }),
  z.object({ type: z.literal('measuring'), progress: measureProgressSchema }),
  z.object({ type: z.literal('featureNet'), progress: netProgressSchema }),
  /** The last event of a session is `finished`, `stopped` or `failed`. */
  z.object({ type: z.literal('finished'), step: z.number().int() }),
  z.object({ type: z.literal('stopped'), step: z.number().int() }),
  z.object({ type: z.literal('failed'), step: z.number().int(), error: errorReportSchema }),
])
export type TrainerEvent = z.infer<typeof trainerEventSchema>

export const trainerMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reply'), id: z.number().int(), body: z.unknown() }),
  z.object({ kind: z.literal('error'), id: z.number().int(), error: errorReportSchema }),
  z.object({ kind: z.literal('event'), event: trainerEventSchema }),
])
export type TrainerMessage = z.infer<typeof trainerMessageSchema>
