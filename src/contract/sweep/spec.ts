import { z } from 'zod'
import { MAX_GROUP } from '../annotations'
import { engineChoiceSchema } from '../engines'
import { MOST_GENERATED, USUAL_COUNT } from '../evaluations/measuring'
import { builtInNets, featureNetChoiceSchema } from '../feature-nets/choice'
import type { FeatureNetChoice } from '../feature-nets/choice'
import { hyperparameterSet } from '../hyperparameters'
import { builtInPresets } from '../presets/built-in'

/*
 * The file that describes a sweep: hyperparameters to vary, how to choose among their values, and
 * the metric that ranks the results. The page and the command line use the same file.
 */

/** The most runs of one sweep. */
export const MOST_TRIALS = 10_000

const valueSchema = z.union([z.number(), z.string()])
export type AxisValue = z.infer<typeof valueSchema>

const rangeSchema = z
  .strictObject({
    from: z.number(),
    to: z.number(),
    /** `log` needs positive ends: equal steps are equal ratios. */
    scale: z.enum(['linear', 'log']).default('linear'),
    /** The number of values in a grid, ends included. A random search draws from the whole range. */
    count: z.number().int().min(2).max(1000).optional(),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'must be greater than "from"' })
  .refine(({ from, scale }) => scale === 'linear' || from > 0, {
    path: ['from'],
    error: 'must be positive on a logarithmic scale',
  })
export type AxisRange = z.infer<typeof rangeSchema>

/** A list of values, or a range of numbers. */
export const axisSchema = z.union([z.array(valueSchema).min(1).max(1000), rangeSchema])
export type Axis = z.infer<typeof axisSchema>

/**
 * Successive halving (Jamieson and Talwalkar 2016): all configurations train to the first rung, the
 * best of them, one in `eta`, continue to the second, and so on. The last rung is the end of training.
 */
const halvingSchema = z.strictObject({
  eta: z.number().int().min(2).max(10).default(3),
  /**
   * The ends of the rungs before the last, in training images seen. By default, each is the `eta`th
   * part of the next, as far down as averaged weights allow.
   */
  images: z.array(z.number().int().min(1)).min(1).max(20).optional(),
})

/** A feature net, or the id alone for a net that needs no path. */
const netSchema = z.union([
  z.enum([...builtInNets, 'dataset']).transform((id): FeatureNetChoice => ({ id })),
  featureNetChoiceSchema,
])

const { seed } = hyperparameterSet.entries
const presetNames = Object.keys(builtInPresets) as [string, ...string[]]

export const sweepSpecSchema = z.strictObject({
  /** Also the group of its runs. */
  name: z.string().trim().min(1).max(MAX_GROUP),
  dataset: z.string().min(1),
  engine: engineChoiceSchema.default('auto'),
  threads: z.number().int().min(0).max(256).default(0),
  /** The settings that all runs share: those of a built-in preset, with changes. */
  preset: z.enum(presetNames, { error: `must be one of ${presetNames.join(', ')}` }),
  hyperparameters: z.record(z.string(), valueSchema).default({}),
  /** The hyperparameters to vary. */
  axes: z.record(z.string(), axisSchema).default({}),
  /** Each configuration is trained with each of these seeds; the mean of its results counts. */
  seeds: z.array(seed.schema).min(1).max(100).default([1]),
  /** `grid` tries every combination of values, `random` the given number of random ones. */
  method: z.enum(['grid', 'random']).default('grid'),
  random: z
    .strictObject({
      count: z.number().int().min(1).max(MOST_TRIALS),
      seed: z.number().int().min(0).max(4_294_967_295).default(1),
    })
    .optional(),
  /** The key of the image metric that ranks the results. */
  metric: z.string().min(1).default('fid'),
  /** The feature net to measure with; by default the one that suits the data set. */
  net: netSchema.optional(),
  /** The number of generated images per measurement. */
  images: z.number().int().min(1).max(MOST_GENERATED).default(USUAL_COUNT),
  /** If absent, every configuration trains to its end. */
  halving: halvingSchema.optional(),
})
export type SweepSpec = z.infer<typeof sweepSpecSchema>
/** A sweep as written in a file: keys with a default may be absent. */
export type SweepFile = z.input<typeof sweepSpecSchema>
