import { z } from 'zod'
import { annotationsChangeSchema } from './annotations'
import { command, nothing } from './command'
import { datasetCommands } from './datasets/commands'
import { deletedRunSchema, trashEntrySchema } from './deleted-run'
import { engineChoiceSchema, enginesListSchema } from './engines'
import { errorReportSchema } from './errors'
import { featureNetCommands } from './feature-nets/commands'
import { estimateSchema } from './estimate'
import { evaluationCommands } from './evaluations/commands'
import { neighbourCommands } from './neighbours/commands'
import {
  classesSchema,
  generatedSchema,
  generatorSourceSchema,
  weightsChoiceSchema,
} from './generated'
import { hardwareCommands } from './hardware/commands'
import { hyperparameterSet, presetSchema } from './hyperparameters'
import { metricsWindowSchema } from './metrics/window'
import { queueCommands } from './queue/commands'
import { sweepCommands } from './sweep/commands'
import { resourceIdSchema } from './resource-id'
import { MAX_NAME, runConfigSchema } from './run'
import { settingsChangeSchema, settingsSchema, storedPresetSchema } from './settings'
import { runDetailSchema, runSummarySchema } from './summary'

/*
 * Commands from the renderer to the studio. Each has one request and one reply, both parsed by the
 * side that receives them. Large data (images, archives) is not sent this way: replies name
 * resources, which both hosts serve under the page's own origin.
 */

/** Incremented when a message changes shape; page and host refuse to talk if theirs differ. */
export const PROTOCOL_VERSION = 15

const hyperparameters = hyperparameterSet.entries
const runId = resourceIdSchema
const runName = z.string().trim().min(1).max(MAX_NAME)
const byId = z.object({ id: runId })
const step = z.number().int().min(0)
const seed = z.number().int().min(0).max(4_294_967_295)
const atStep = z.object({ step })
const byEntry = z.object({ entry: trashEntrySchema })

export const commands = {
  /** The first call on every connection. */
  hello: command(
    z.object({ protocol: z.number().int() }),
    z.object({
      protocol: z.number().int(),
      version: z.string(),
      host: z.enum(['electron', 'web']),
      /** Identifies the running host; changes with every restart. */
      instance: z.string(),
      /** The number of the last event sent before this reply. */
      sequence: z.number().int().min(0),
      settings: settingsSchema,
      presets: z.array(storedPresetSchema),
      /** Contains the folder of runs. */
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
  /**
   * The metrics of a range of steps (by default the whole run), thinned to at most `buckets`
   * points.
   */
  'runs.metrics': command(
    byId.extend({
      from: z.number().int().positive().optional(),
      to: z.number().int().positive().optional(),
      buckets: z.number().int().min(1).max(4000),
    }),
    metricsWindowSchema,
  ),
  /**
   * Creates a run and starts training it. Replies when training has started or, if `answer` is
   * `created`, as soon as the run exists; if training then fails to start, the event `startFailed`
   * follows.
   */
  'runs.train': command(
    z.object({
      name: runName,
      config: runConfigSchema,
      answer: z.enum(['created', 'training']).default('training'),
      /** A checkpoint of another run to start from, with these settings. */
      from: z.object({ run: runId, step }).optional(),
    }),
    runSummarySchema,
  ),
  /**
   * Resumes a run that is not live, from its newest usable checkpoint, on the engine that last
   * trained it. `epochs` or `steps` set a new length, as if the run had been started with it.
   */
  'runs.resume': command(
    byId.extend({
      /** Starts over; the run's existing files are set aside in its folder. */
      fromStart: z.boolean().optional(),
      /** Another engine for this session; `auto` takes the fastest available. */
      engine: engineChoiceSchema.optional(),
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
   * Kills the trainer of a run that was asked to stop but does not respond. The run becomes
   * `interrupted` and can be resumed from its last checkpoint.
   */
  'runs.end': command(byId, atStep),
  'runs.sample': command(byId, atStep),
  'runs.checkpoint': command(byId, atStep),
  /** Changes a run's star, tags, group or note; also while it trains, here or elsewhere. */
  'runs.annotate': command(byId.extend({ change: annotationsChangeSchema }), runSummarySchema),
  'runs.rename': command(byId.extend({ name: runName }), runSummarySchema),
  /** Moves a run that is not live to the trash, from which it can be restored for 30 days. */
  'runs.delete': command(
    byId.extend({
      /** Deletes it even while its images are measured; the measurement then ends without a result. */
      measured: z.boolean().optional(),
    }),
    byEntry,
  ),
  /** Null if the restored folder cannot be read as a run. */
  'runs.restore': command(byEntry, runSummarySchema.nullable()),
  /** The runs in the trash, most recently deleted first. */
  'runs.deleted': command(nothing, z.object({ runs: z.array(deletedRunSchema) })),
  /** Deletes a run in the trash permanently. */
  'runs.purge': command(byEntry, nothing),
  /** Shows the run's folder in the system's file manager; Electron only. */
  'runs.openFolder': command(byId, nothing),

  ...queueCommands,
  ...sweepCommands,
  ...datasetCommands,
  ...featureNetCommands,
  ...evaluationCommands,
  ...hardwareCommands,
  ...neighbourCommands,

  'engines.list': command(nothing, enginesListSchema),
  /** Measures the fastest setup of the native engine again; refused while a run is training. */
  'engines.measure': command(nothing, enginesListSchema),
  estimate: command(z.object({ config: runConfigSchema }), estimateSchema),
  /**
   * Times some training steps with these settings, unless their speed is already known. Null if it
   * cannot be measured now, for example because a run is training, or if newer settings or the
   * start of a run cancelled the measurement.
   */
  'estimate.measure': command(
    z.object({ config: runConfigSchema }),
    estimateSchema.pick({ secondsPerStep: true }),
  ),

  'settings.set': command(settingsChangeSchema, settingsSchema),
  'presets.save': command(presetSchema, z.object({ presets: z.array(storedPresetSchema) })),
  'presets.delete': command(
    z.object({ name: z.string() }),
    z.object({ presets: z.array(storedPresetSchema) }),
  ),

  /** Uploads a safetensors file (base64) and checks that it contains a generator's weights. */
  'weights.upload': command(
    z.object({ name: z.string().max(200), base64: z.string().max(48_000_000) }),
    z.object({
      ...{ id: runId, latentDim: z.number().int(), size: z.number().int() },
      /** The number of classes, if the generator takes labels. */
      classes: z.number().int().optional(),
    }),
  ),
  generate: command(
    z.object({
      source: generatorSourceSchema,
      count: z.number().int().min(1).max(10_000),
      seed,
      /** The latents' standard deviation: below 1 safer images, above 1 wilder ones. */
      latentScale: z.number().min(0.05).max(5),
      /**
       * Batch norm statistics: the running averages from training, or those of the current batch.
       */
      statistics: z.enum(['running', 'batch']),
      weights: weightsChoiceSchema.optional(),
      /** The classes of a class-conditional generator's images; all classes if absent. */
      classes: classesSchema.optional(),
    }),
    generatedSchema,
  ),
  /** Images between two images of a generated set, by spherical interpolation of their latents. */
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
/** A request as its handler receives it, with defaults filled in. */
export type ParsedRequest<C extends CommandName> = z.output<(typeof commands)[C]['request']>
export type CommandReply<C extends CommandName> = z.output<(typeof commands)[C]['reply']>

/** One handler per command. */
export type StudioApi = {
  [C in CommandName]: (request: ParsedRequest<C>) => Promise<CommandReply<C>>
}
