import { z } from 'zod'
import { weightsChoiceSchema } from '../generated'
import { noticeSchema } from '../notices'

/*
 * An evaluation: metrics of the images that one checkpoint generates, with a complete description
 * of how they were measured. Stored as one document in the run's folder; see docs/run-format.md.
 */

const count = z.number().int().min(0)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** A metric's value, with how it was measured. */
export const metricResultSchema = z.object({
  /** As in metrics/images/image-metrics.ts; other versions may know others. */
  key: z.string().min(1),
  value: z.number(),
  /** Parts of the value, or context for it. */
  details: z.record(z.string(), z.union([z.number(), z.array(z.number())])).default({}),
  /** Numbers of images, k, subsets, seed. */
  protocol: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
})
export type MetricResult = z.infer<typeof metricResultSchema>

/** The images that generated ones are compared with. */
export const splits = ['heldOut', 'training'] as const
export type Split = (typeof splits)[number]

/**
 * Cheap passes are made while training, full ones at the end and on request. An evaluation to which
 * both contributed counts as cheap: it was measured while training.
 */
export const passes = ['cheap', 'full'] as const
export type Pass = (typeof passes)[number]

/** Everything that two values must have in common to be compared, except for the weights. */
export const evaluationProtocolSchema = z.object({
  net: z.object({
    id: z.string(),
    title: z.string(),
    /** SHA-256 of everything that determines the features. */
    sha256,
    /** True for untrained nets, whose values are only good for comparing runs with each other. */
    weak: z.boolean().default(false),
  }),
  dataset: z.object({
    name: z.string(),
    /** SHA-256 of its training images. */
    fingerprint: sha256,
    /**
     * SHA-256 of its held-out images, if the real images are from these. Unknown for evaluations of
     * earlier versions, which can be compared only with each other.
     */
    heldOut: sha256.optional(),
  }),
  /**
   * The part of the data set that the real images are from. Training images are used only if there
   * are no others.
   */
  split: z.enum(splits),
  /** If there are fewer than the part has, they are a fixed random selection. */
  realCount: count,
  generatedCount: count,
  /**
   * How often a class-conditional generator was asked for each class: as often as it occurs among
   * the real images, or equally often if these have no labels.
   */
  classes: z.enum(['asReal', 'equal']).optional(),
  /** Seed of the latents, as in `generate`, and of the metrics' random choices. */
  seed: z.number().int().min(0),
  engine: z.object({ name: z.string(), version: z.string() }),
})
export type EvaluationProtocol = z.infer<typeof evaluationProtocolSchema>

/**
 * The same metrics with real images in place of generated ones: the best that a generator can
 * reach.
 */
export const floorSchema = z.object({
  /** The part of the data set that replaces generated images; disjoint from the real ones. */
  split: z.enum(splits).default('training'),
  /** The number of those images; lower than that of generated ones if there are not enough. */
  count,
  results: z.array(metricResultSchema).default([]),
})
export type Floor = z.infer<typeof floorSchema>

export const EVALUATION_SCHEMA_VERSION = 1
/** Schema of an evaluation's file; keys that it does not name stay in the file. */
export const evaluationSchema = z.object({
  schemaVersion: z.literal(EVALUATION_SCHEMA_VERSION),
  /** Null for weights that no checkpoint contains. */
  step: count.nullable(),
  /** The digest of the checkpoint's manifest; null for weights that no checkpoint contains. */
  checkpoint: sha256.nullable().default(null),
  /** SHA-256 of the weights' file. */
  weightsSha256: sha256,
  weights: weightsChoiceSchema.default('raw'),
  pass: z.enum(passes).default('full'),
  protocol: evaluationProtocolSchema,
  results: z.array(metricResultSchema).default([]),
  /** Requested metrics that could not be measured, with the reason. */
  skipped: z.array(z.object({ key: z.string().min(1), why: noticeSchema })).default([]),
  floor: floorSchema.nullable().default(null),
  measuredAt: z.iso.datetime(),
  /** How long measuring took. */
  seconds: z.number().min(0).default(0),
})
export type Evaluation = z.infer<typeof evaluationSchema>
