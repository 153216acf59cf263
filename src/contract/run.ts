import { z } from 'zod'
import { alarmSchema } from './alarms/alarm'
import { storedAnnotationsSchema } from './annotations'
import {
  checkOwnNetworks,
  ownNetworksSchema,
  storedOwnNetworksSchema,
} from './architectures/own-networks'
import { errorReportSchema } from './errors'
import {
  checkpointHyperparametersSchema,
  hyperparametersSchema,
  storedHyperparametersSchema,
} from './hyperparameters'
import { engineChoiceSchema, engineInfoSchema } from './engines'
import { earlyStopSchema } from './evaluations/early-stop'
import { noticeSchema } from './notices'

/** The data set when the run began; resuming with different images is refused. */
export const datasetIdentitySchema = z.object({
  name: z.string(),
  /** The path of its folder; absent for a bundled data set. */
  path: z.string().optional(),
  /** SHA-256 over the decoded training images. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  /** SHA-256 over the decoded labels; only for class-conditional runs. */
  labels: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** The names of the classes, if they have names; only for class-conditional runs. */
  classNames: z.array(z.string()).optional(),
  images: z.number().int().positive(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  channels: z.number().int().positive(),
})
export type DatasetIdentity = z.infer<typeof datasetIdentitySchema>

/** The settings of a new run. */
export const runConfigSchema = z
  .strictObject({
    hyperparameters: hyperparametersSchema,
    /** A user's own networks; the sizes in the hyperparameters must match them. */
    networks: ownNetworksSchema.optional(),
    /** Name of a known data set, or the path of its folder or of a file of IDX images. */
    dataset: z.string().min(1),
    engine: engineChoiceSchema,
    /** Threads the engine may use; 0 = automatic. */
    threads: z.number().int().min(0).max(256),
    /**
     * False runs every step op by op, for comparison. By default, engines that can compile the step
     * do so.
     */
    compile: z.boolean().optional(),
  })
  .superRefine(checkOwnNetworks)
export type RunConfig = z.infer<typeof runConfigSchema>

/**
 * The same as stored in a run's documents: a missing field gets the value that applied before the
 * field existed.
 */
export const storedRunConfigSchema = z
  .object({
    hyperparameters: storedHyperparametersSchema,
    networks: storedOwnNetworksSchema.optional(),
    dataset: z.string().min(1),
    engine: engineChoiceSchema.default('auto'),
    threads: z.number().int().min(0).default(0),
    compile: z.boolean().optional(),
  })
  .superRefine(checkOwnNetworks)

/**
 * `created`: not trained yet. `running`, `paused`: has a live trainer. `finished`: all steps are
 * done. `stopped`: ended by the user, or early by the run's own settings. `interrupted`: the training process died. `failed`: ended by
 * an error that would recur on resuming.
 */
export const runStates = [
  'created',
  'running',
  'paused',
  'stopped',
  'finished',
  'interrupted',
  'failed',
] as const
export type RunState = (typeof runStates)[number]

/**
 * The states in which a run is shown. A run that waits in the queue is shown as `queued`, not in its
 * stored state.
 */
export const shownStates = [...runStates, 'queued'] as const
export type ShownState = (typeof shownStates)[number]

/** Returns true if a run in this state has a live trainer. */
export const isLive = (state: ShownState): state is 'running' | 'paused' =>
  state === 'running' || state === 'paused'

/**
 * Stages between the request to train and the end of the first step, in order: measuring the best
 * engine setup for this machine (only once), loading the engine, reading the data, compiling the
 * training step if the engine can, and running the first step.
 */
export const startStages = ['machine', 'engine', 'data', 'compile', 'firstStep'] as const
export type StartStage = (typeof startStages)[number]

export const sessionSchema = z.object({
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  fromStep: z.number().int().min(0),
  toStep: z.number().int().min(0).optional(),
  engine: engineInfoSchema.optional(),
  /** How it ended, in words. */
  outcome: z.string().optional(),
  /** Absent while the session runs, and if its host died with it. */
  endedAs: z.enum(['finished', 'stopped', 'failed', 'interrupted']).optional(),
  /** The error that failed or interrupted it. */
  error: errorReportSchema.optional(),
  /** Why the result of a finished session may be unusable. */
  warning: noticeSchema.optional(),
  /** The reason why the studio stopped it before the run's last step; absent if the user did. */
  early: earlyStopSchema.optional(),
  /** Alarms in the order in which they were raised, including those that have ended. */
  alarms: z.array(alarmSchema).optional(),
  /** The number of damaged alarms that were dropped. */
  alarmsLeftOut: z.number().int().min(1).optional(),
  /** Seconds of training, excluding pauses. */
  trainedSeconds: z.number().min(0).optional(),
})
export type Session = z.infer<typeof sessionSchema>

/** Maximum length of a run's name in characters; names in foreign documents may be longer. */
export const MAX_NAME = 120
/** Cuts a name from a document to the length that pages show. */
export const shortName = (name: string): string => name.slice(0, MAX_NAME)

/** Valid run ids. A run's id is the name of its folder and appears in URLs and on command lines. */
export const runIdPattern = /^\w[\w-]{0,63}$/

export const RUN_SCHEMA_VERSION = 1
/** Schema of run.json; keys that it does not name stay in the file (storage/files/rewrite.ts). */
export const runSchema = z.object({
  schemaVersion: z.literal(RUN_SCHEMA_VERSION),
  /** For other programs only; the studio uses the name of the run's folder. */
  id: z.string().min(1),
  name: z.string().min(1),
  createdAt: z.iso.datetime(),
  config: storedRunConfigSchema,
  /** The run and checkpoint that this run was branched from, if any. */
  from: z.object({ id: z.string().min(1), step: z.number().int().min(0) }).optional(),
  dataset: datasetIdentitySchema.optional(),
  /** The user's star, tags, group and note, if there are any. */
  annotations: storedAnnotationsSchema.optional().catch(undefined),
  state: z.enum(runStates),
  sessions: z.array(sessionSchema).default([]),
})
export type Run = z.infer<typeof runSchema>

export const CHECKPOINT_SCHEMA_VERSION = 1
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
export const checkpointManifestSchema = z.object({
  schemaVersion: z.literal(CHECKPOINT_SCHEMA_VERSION),
  step: z.number().int().min(0),
  hyperparameters: checkpointHyperparametersSchema,
  /**
   * The networks' specifications (architectures/spec.ts), parsed where they are used, so that a
   * layer known only to newer versions does not count as damage. Absent in the first checkpoints.
   */
  networks: z
    .object({
      generator: z.record(z.string(), z.unknown()),
      discriminator: z.record(z.string(), z.unknown()),
    })
    .optional(),
  dataset: datasetIdentitySchema.omit({ path: true }),
  engine: z.string(),
  /**
   * Whether each product and convolution is computed in bfloat16, keyed by op, shapes and
   * attributes; only for runs with that precision.
   */
  bfloat16: z.record(z.string(), z.boolean()).optional(),
  /**
   * State of the noise generator: four 32-bit words, not all zero, since that state would produce
   * only zeros.
   */
  noise: z
    .array(z.number().int().min(0).max(0xffffffff))
    .length(4)
    .refine((words) => words.some((word) => word !== 0), 'must not be all zeros'),
  /** Number of updates made by each optimiser. */
  optimizerSteps: z.object({
    generator: z.number().int().min(0),
    discriminator: z.number().int().min(0),
  }),
  /** Numbers that other parts of the training state store alongside their tensors, by part. */
  host: z.record(z.string(), z.array(z.number())).optional(),
  files: z.record(z.string(), z.object({ bytes: z.number().int().positive(), sha256 })),
  /** SHA-256 of this manifest's JSON without this field. */
  digest: sha256,
})
export type CheckpointManifest = z.infer<typeof checkpointManifestSchema>
