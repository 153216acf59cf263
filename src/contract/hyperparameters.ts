import { z } from 'zod'
import { architectureNamed } from './architectures/architectures'
import { compose } from './recipe/hyperparameter-set'
import type { ValuesOf } from './recipe/hyperparameter-set'
import type { Entry } from './recipe/entries'
import { length } from './recipe/length'
import { loss } from './recipe/loss'
import { model } from './recipe/model'
import { optimiser } from './recipe/optimiser'
import { penalty } from './recipe/penalty'
import { samplesAndCheckpoints } from './recipe/samples-and-checkpoints'
import { seed } from './recipe/seed'

/*
 * All hyperparameters, defined in recipe/ with one file per topic. The form, the command line,
 * validation, stored documents, estimates and the documentation are derived from them.
 */

export const hyperparameterSet = compose(
  length,
  seed,
  loss,
  penalty,
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

/**
 * Schema of requests: all hyperparameters are required and must be within their ranges; unknown
 * names are refused.
 */
export const hyperparametersSchema: z.ZodType<Hyperparameters, Hyperparameters> =
  hyperparameterSet.schema
/**
 * Schema of stored documents: missing values get the value that their absence means, and numbers
 * may be outside today's range. Unknown names are dropped from the result but stay on disk.
 */
export const storedHyperparametersSchema: z.ZodType<Hyperparameters> = hyperparameterSet.stored

type AnyArchitecture = Omit<Hyperparameters, 'architecture'> & { architecture: string }
/**
 * Schema of checkpoints: as for other documents, but the architecture may be unknown to this
 * version, since checkpoints contain their networks' specifications.
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

/** Built-in presets; `reference` is the classic GAN that this project is measured against. */
export const presets = {
  reference: hyperparameterSet.defaults,
  dcgan: { ...hyperparameterSet.defaults, architecture: 'dcgan', epochs: 20 },
} satisfies Record<string, Hyperparameters>
export type PresetName = keyof typeof presets
export const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]]
