import { z } from 'zod'
import { engineReportSchema } from './engines'
import { errorReportSchema } from './errors'
import { estimateSchema } from './estimate'
import { hyperparameterSet } from './hyperparameters'
import { metricsWindowSchema } from './metrics/window'
import { noticeSchema } from './notices'
import { runConfigSchema } from './run'
import {
  savedPresetSchema,
  settingsChangeSchema,
  settingsSchema,
  storedPresetSchema,
} from './settings'
import { runDetailSchema, runSummarySchema } from './summary'

/*
 * The commands of the renderer to the studio. Each command has one request and one reply; both are
 * parsed on the side that receives them. Bulk (images, archives) does not pass here: the replies
 * name resources, which both hosts serve under the page's own origin.
 */

/** Raised when a message changes shape; the two sides refuse each other when it differs. */
export const PROTOCOL_VERSION = 6

const hyperparameters = hyperparameterSet.entries
const runId = z.string().regex(/^[\w-]{1,64}$/)
const byId = z.object({ id: runId })
const step = z.number().int().min(0)
const seed = z.number().int().min(0).max(4_294_967_295)
const atStep = z.object({ step })
const nothing = z.object({})

/** A data set to choose from. */
const datasetListingSchema = z.object({
  name: z.string(),
  /** Absolute. */
  path: z.string(),
  /** Training images; this and the sizes are 0 if unknown. */
  images: z.number().int().min(0),
  width: z.number().int().min(0),
  height: z.number().int().min(0),
  channels: z.number().int().min(0),
  labels: z.boolean(),
  /** Why it cannot be used; absent if its headers are sound. */
  problem: z.string().optional(),
  /** The same for any language. */
  why: errorReportSchema.optional(),
})
export type DatasetListing = z.infer<typeof datasetListingSchema>

/** Where a generator's weights come from: a run's checkpoint, or a file that was uploaded. */
const generatorSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('checkpoint'), id: runId, step }),
  z.object({ kind: z.literal('upload'), id: runId }),
])
export type GeneratorSourceRef = z.infer<typeof generatorSourceSchema>

/**
 * Images made by a generator, kept by the host until newer ones push them out. Its resources:
 * `generated/<id>/sheet.png` (the images in rows of `columns`, no padding),
 * `generated/<id>/image/<n>.png`, `generated/<id>/images.zip` and `generated/<id>/idx.zip`.
 */
const generatedSchema = z.object({
  id: runId,
  count: z.number().int().positive(),
  columns: z.number().int().positive(),
  size: z.number().int().positive(),
  channels: z.number().int().positive(),
  warnings: z.array(noticeSchema),
})
export type Generated = z.infer<typeof generatedSchema>

/** A run in the trash. */
const deletedRunSchema = z.object({
  id: runId,
  /** The run's name, or its id if its document cannot be read. */
  name: z.string(),
  deletedAt: z.iso.datetime(),
  bytes: z.number().int().min(0),
})
export type DeletedRun = z.infer<typeof deletedRunSchema>

const command = <Q extends z.ZodType, R extends z.ZodType>(request: Q, reply: R) => ({
  request,
  reply,
})

export const commands = {
  /** First on every connection. */
  hello: command(
    z.object({ protocol: z.number().int() }),
    z.object({
      protocol: z.number().int(),
      version: z.string(),
      host: z.enum(['electron', 'web']),
      /** Identifies this start of the host; it changes with every restart. */
      instance: z.string(),
      /** The number of the last event sent before this reply. */
      sequence: z.number().int().min(0),
      settings: settingsSchema,
      presets: z.array(storedPresetSchema),
      /** The folder of the runs. */
      dataFolder: z.string(),
    }),
  ),

  'runs.list': command(
    nothing,
    z.object({
      runs: z.array(runSummarySchema),
      broken: z.array(z.object({ id: z.string(), error: errorReportSchema })),
    }),
  ),
  'runs.get': command(byId, runDetailSchema),
  /** Thinned to at most `buckets`; without a range, the whole run. */
  'runs.metrics': command(
    byId.extend({
      from: z.number().int().positive().optional(),
      to: z.number().int().positive().optional(),
      buckets: z.number().int().min(1).max(4000),
    }),
    metricsWindowSchema,
  ),
  /**
   * Creates a run and starts training it. Answered when it trains or, on request, as soon as it is
   * created; then the event `startFailed` tells where it does not come to train.
   */
  'runs.train': command(
    z.object({
      name: z.string().trim().min(1).max(120),
      config: runConfigSchema,
      answer: z.enum(['created', 'training']).default('training'),
      /** A checkpoint of another run to start from, with these settings. */
      from: z.object({ run: runId, step }).optional(),
    }),
    runSummarySchema,
  ),
  /**
   * Resumes a run that is not live, from its newest usable checkpoint. With `epochs` or `steps` it
   * ends there, as if that had been asked for from the start.
   */
  'runs.resume': command(
    byId.extend({
      /** Starts again from the beginning; what the run has is set aside in its folder. */
      fromStart: z.boolean().optional(),
      epochs: hyperparameters.epochs.schema.optional(),
      steps: hyperparameters.steps.schema.optional(),
    }),
    runSummarySchema,
  ),
  'runs.pause': command(byId, atStep),
  /** Ends a pause. */
  'runs.continue': command(byId, atStep),
  'runs.stop': command(byId, atStep),
  /**
   * Kills the trainer of a run that was told to stop and does not answer: the run is interrupted,
   * and stands where its last checkpoint is.
   */
  'runs.end': command(byId, atStep),
  'runs.sample': command(byId, atStep),
  'runs.checkpoint': command(byId, atStep),
  'runs.rename': command(
    byId.extend({ name: z.string().trim().min(1).max(120) }),
    runSummarySchema,
  ),
  /** Moves a run that is not live to the trash, from which it can be restored for 30 days. */
  'runs.delete': command(byId, nothing),
  /** Null if the restored folder cannot be read as a run. */
  'runs.restore': command(byId, runSummarySchema.nullable()),
  /** The runs in the trash, the latest deleted first. */
  'runs.deleted': command(nothing, z.object({ runs: z.array(deletedRunSchema) })),
  /** Deletes a run in the trash permanently. */
  'runs.purge': command(byId, nothing),
  /** Shows the run's folder in the system's file manager; Electron only. */
  'runs.openFolder': command(byId, nothing),

  'datasets.list': command(nothing, z.object({ datasets: z.array(datasetListingSchema) })),
  'engines.list': command(nothing, z.object({ engines: z.array(engineReportSchema) })),
  estimate: command(z.object({ config: runConfigSchema }), estimateSchema),
  /**
   * Times some training steps of these settings, where no run has shown their speed: null where
   * that cannot be done now, as a run trains, or newer settings or a start cancelled it.
   */
  'estimate.measure': command(
    z.object({ config: runConfigSchema }),
    estimateSchema.pick({ secondsPerStep: true }),
  ),

  'settings.set': command(settingsChangeSchema, settingsSchema),
  'presets.save': command(savedPresetSchema, z.object({ presets: z.array(storedPresetSchema) })),
  'presets.delete': command(
    z.object({ name: z.string() }),
    z.object({ presets: z.array(storedPresetSchema) }),
  ),

  /** Takes a safetensors file, base64, and checks that it is a generator's. */
  'weights.upload': command(
    z.object({ name: z.string().max(200), base64: z.string().max(48_000_000) }),
    z.object({ id: runId, latentDim: z.number().int(), size: z.number().int() }),
  ),
  generate: command(
    z.object({
      source: generatorSourceSchema,
      count: z.number().int().min(1).max(10_000),
      seed,
      /** The latents' standard deviation: below 1 safer images, above 1 wilder ones. */
      latentScale: z.number().min(0.05).max(5),
      /** Which batch-norm statistics: those learned, or the batch's own. */
      statistics: z.enum(['running', 'batch']),
    }),
    generatedSchema,
  ),
  /** A row of images between two of a generated set, by spherical interpolation of their latents. */
  interpolate: command(
    z.object({
      id: runId,
      from: z.number().int().min(0),
      to: z.number().int().min(0),
      frames: z.number().int().min(2).max(64),
    }),
    generatedSchema,
  ),
} as const

export type CommandName = keyof typeof commands
export type CommandRequest<C extends CommandName> = z.input<(typeof commands)[C]['request']>
/** A request as its handler gets it: with its defaults. */
export type ParsedRequest<C extends CommandName> = z.output<(typeof commands)[C]['request']>
export type CommandReply<C extends CommandName> = z.output<(typeof commands)[C]['reply']>

/** The studio as it answers. */
export type StudioApi = {
  [C in CommandName]: (request: ParsedRequest<C>) => Promise<CommandReply<C>>
}
