import { z } from 'zod'
import { errorReportSchema } from './errors'
import {
  checkpointHyperparametersSchema,
  hyperparametersSchema,
  storedHyperparametersSchema,
} from './hyperparameters'
import { engineChoiceSchema, engineInfoSchema } from './engines'
import { noticeSchema } from './notices'

/** What the data set was when the run began; resuming on other images is refused. */
export const datasetIdentitySchema = z.object({
  name: z.string(),
  /** Where it was found; absent for a data set that comes with the studio. */
  path: z.string().optional(),
  /** SHA-256 over the decoded training images. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  images: z.number().int().positive(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  channels: z.number().int().positive(),
})
export type DatasetIdentity = z.infer<typeof datasetIdentitySchema>

/** What a person asks for when starting a run. */
export const runConfigSchema = z.strictObject({
  hyperparameters: hyperparametersSchema,
  /** Name of a known data set, or the path of a folder of IDX files or of its images file. */
  dataset: z.string().min(1),
  engine: engineChoiceSchema,
  /** Threads the engine may use; 0 leaves the choice to the studio. */
  threads: z.number().int().min(0).max(256),
  /** False takes every step op by op, for comparison; otherwise an engine that can compile does. */
  compile: z.boolean().optional(),
})
export type RunConfig = z.infer<typeof runConfigSchema>

/**
 * The same as stored in a run's documents: a missing field gets the value that applied before the
 * field existed.
 */
export const storedRunConfigSchema = z.object({
  hyperparameters: storedHyperparametersSchema,
  dataset: z.string().min(1),
  engine: engineChoiceSchema.default('auto'),
  threads: z.number().int().min(0).default(0),
  compile: z.boolean().optional(),
})

/**
 * `created` not trained yet; `running` and `paused` have a live trainer; the rest have none:
 * `finished` did all its steps, `stopped` by a person, `interrupted` its process died, `failed`
 * ended by an error that resuming would hit again.
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

/** Whether a run in this state has a live trainer. */
export const isLive = (state: RunState): state is 'running' | 'paused' =>
  state === 'running' || state === 'paused'

/**
 * What happens between the request to train and the first step, in order: this machine's best setup
 * is measured (once), the engine loads, the data are read, the training step is compiled where the
 * engine can, and the first step is taken.
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
  /** How the session ended; absent during it, and also if its host died with it. */
  endedAs: z.enum(['finished', 'stopped', 'failed', 'interrupted']).optional(),
  /** What failed or interrupted it. */
  error: errorReportSchema.optional(),
  /** Why the result of one that finished may be of no use. */
  warning: noticeSchema.optional(),
  /** Seconds it spent training, pauses left out. */
  trainedSeconds: z.number().min(0).optional(),
})
export type Session = z.infer<typeof sessionSchema>

/** What the name of a run's folder, which is its id, may be: it stands in URLs and on command lines. */
export const runIdPattern = /^\w[\w-]{0,63}$/

export const RUN_SCHEMA_VERSION = 1
/**
 * run.json as it is read; keys that this schema does not name stay in the file
 * (storage/files/rewrite.ts).
 */
export const runSchema = z.object({
  schemaVersion: z.literal(RUN_SCHEMA_VERSION),
  /** Written for other programs; what counts is the name of the run's folder. */
  id: z.string().min(1),
  name: z.string().min(1),
  createdAt: z.iso.datetime(),
  config: storedRunConfigSchema,
  /** The run, and the step of its checkpoint, from which this one started, if it did. */
  from: z.object({ id: z.string().min(1), step: z.number().int().min(0) }).optional(),
  dataset: datasetIdentitySchema.optional(),
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
   * The networks' specifications (architectures/spec.ts), parsed where they are used: a layer that
   * only a newer version knows is not damage. Absent in the first checkpoints.
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
   * State of the noise generator: four 32-bit words, not all zero, since those would give only
   * zeros.
   */
  noise: z
    .array(z.number().int().min(0).max(0xffffffff))
    .length(4)
    .refine((words) => words.some((word) => word !== 0), 'must not be all zeros'),
  /** Updates each optimiser has made. */
  optimizerSteps: z.object({
    generator: z.number().int().min(0),
    discriminator: z.number().int().min(0),
  }),
  /** Numbers that other parts of the training's state keep beside their tensors, by part. */
  host: z.record(z.string(), z.array(z.number())).optional(),
  files: z.record(z.string(), z.object({ bytes: z.number().int().positive(), sha256 })),
  /** SHA-256 of this manifest's JSON without this field. */
  digest: sha256,
})
export type CheckpointManifest = z.infer<typeof checkpointManifestSchema>
