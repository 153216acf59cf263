import { z } from 'zod'
import { architectureNamed } from './architectures/architectures'
import { compose } from './recipe/hyperparameter-set'
import type { ValuesOf } from './recipe/hyperparameter-set'
import type { Entry } from './recipe/entries'
import { length } from './recipe/length'
import { loss } from './recipe/loss'
import { model } from './recipe/model'
import { optimiser } from './recipe/optimiser'
import { samplesAndCheckpoints } from './recipe/samples-and-checkpoints'
import { seed } from './recipe/seed'

/*
 * All hyperparameters: a file in recipe/ for each topic, with one entry each. The form, the command
 * line, validation, stored documents, estimates and the documentation are derived from them.
 */

export const hyperparameterSet = compose(
  length,
  seed,
  loss,
  optimiser,
  model,
  samplesAndCheckpoints,
)

export type HyperparameterName = keyof typeof hyperparameterSet.entries & string
export type Hyperparameters = {
  [K in HyperparameterName]: ValuesOf<typeof hyperparameterSet.entries>[K]
}
export type Architecture = Hyperparameters['architecture']

export const hyperparameters: Readonly<Record<HyperparameterName, Entry>> =
  hyperparameterSet.entries
export const hyperparameterNames: readonly HyperparameterName[] = hyperparameterSet.names

/** For requests: every hyperparameter of a run within its range; unknown names are refused. */
export const hyperparametersSchema: z.ZodType<Hyperparameters, Hyperparameters> =
  hyperparameterSet.schema
/**
 * For documents: a missing value gets what its absence means, and a number may lie outside today's
 * range. Unknown values are left out of the result, and stay on disk.
 */
export const storedHyperparametersSchema: z.ZodType<Hyperparameters> = hyperparameterSet.stored

type AnyArchitecture = Omit<Hyperparameters, 'architecture'> & { architecture: string }
/**
 * For checkpoints, which contain their networks' specifications: the architecture's name may be
 * unknown to this version.
 */
export const checkpointHyperparametersSchema: z.ZodType<AnyArchitecture> = z
  .unknown()
  .transform((values, context) => {
    const foreign = foreignArchitecture(values)
    const named =
      foreign === undefined ? values : { ...(values as object), architecture: undefined }
    const { data, error } = hyperparameterSet.stored.safeParse(named)
    for (const issue of error?.issues ?? []) context.addIssue({ ...issue })
    if (data === undefined) return z.NEVER
    return foreign === undefined ? data : { ...data, architecture: foreign }
  })

function foreignArchitecture(values: unknown): string | undefined {
  const name = z.object({ architecture: z.string().min(1) }).safeParse(values).data?.architecture
  return name === undefined || architectureNamed(name) !== undefined ? undefined : name
}

/** Named starting points; `reference` is the classic GAN this project is measured by. */
export const presets = {
  reference: hyperparameterSet.defaults,
  dcgan: { ...hyperparameterSet.defaults, architecture: 'dcgan', epochs: 20 },
} satisfies Record<string, Hyperparameters>
export type PresetName = keyof typeof presets
export const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]]
