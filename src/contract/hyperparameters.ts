import type { z } from 'zod'
import { compose } from './recipe/compose'
import type { ValuesOf } from './recipe/compose'
import type { Entry } from './recipe/entries'
import { length } from './recipe/length'
import { model } from './recipe/model'
import { optimiser } from './recipe/optimiser'
import { samplesAndCheckpoints } from './recipe/samples-and-checkpoints'
import { seed } from './recipe/seed'

/*
 * All hyperparameters: a file in recipe/ for each topic, with one entry each. The form, the
 * command line, validation, stored documents, estimates and the documentation follow from these.
 */

export const recipe = compose(length, seed, optimiser, model, samplesAndCheckpoints)

export type HyperparameterName = keyof typeof recipe.entries & string
export type Hyperparameters = { [K in HyperparameterName]: ValuesOf<typeof recipe.entries>[K] }
export type Architecture = Hyperparameters['architecture']

export const hyperparameters: Readonly<Record<HyperparameterName, Entry>> = recipe.entries
export const hyperparameterNames: readonly HyperparameterName[] = recipe.names

/** For requests: every hyperparameter of a run within its range; unknown names are refused. */
export const hyperparametersSchema: z.ZodType<Hyperparameters, Hyperparameters> = recipe.schema
/**
 * For documents: what is not there gets what its absence means, and a number may lie outside of
 * today's range. What is unknown stays out of the result, and on the disk.
 */
export const storedHyperparametersSchema: z.ZodType<Hyperparameters> = recipe.stored

/** Named starting points; `reference` is the classic GAN this project is measured by. */
export const presets = {
  reference: recipe.defaults,
  dcgan: { ...recipe.defaults, architecture: 'dcgan', epochs: 20 },
} satisfies Record<string, Hyperparameters>
export type PresetName = keyof typeof presets
export const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]]
