import { z } from 'zod'
import { architectureNamed } from './architectures/architectures'
import { builtInPresets } from './presets/built-in'
import { presetSchema as presetSchemaFor } from './presets/preset'
import type { Preset } from './presets/preset'
import { averaging } from './recipe/averaging'
import { conditioning } from './recipe/conditioning'
import { compose } from './recipe/hyperparameter-set'
import type { ValuesOf } from './recipe/hyperparameter-set'
import type { Entry } from './recipe/entries'
import { discriminatorView } from './recipe/discriminator-view'
import { keepingTheBest } from './recipe/keeping-the-best'
import { length } from './recipe/length'
import { loss } from './recipe/loss'
import { model } from './recipe/model'
import { optimiser } from './recipe/optimiser'
import { penalty } from './recipe/penalty'
import { precision } from './recipe/precision'
import { schedule } from './recipe/schedule'
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
  discriminatorView,
  optimiser,
  precision,
  model,
  conditioning,
  averaging,
  schedule,
  samplesAndCheckpoints,
  keepingTheBest,
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

/** Schema of the presets that users save and of preset files. */
export const presetSchema = presetSchemaFor(hyperparameterSet)

export type PresetName = keyof typeof builtInPresets
export const presetNames = Object.keys(builtInPresets) as [PresetName, ...PresetName[]]
const builtIn = presetNames.map((name) => [name, presetSchema.parse(builtInPresets[name])] as const)
/** The built-in presets, with what they say about themselves. */
export const presetsByName = Object.fromEntries(builtIn) as Readonly<
  Record<PresetName, Preset<Hyperparameters>>
>
/**
 * The hyperparameters of the built-in presets; `reference` is the classic GAN that this project is
 * measured against.
 */
export const presets = Object.fromEntries(
  builtIn.map(([name, { hyperparameters }]) => [name, hyperparameters]),
) as Readonly<Record<PresetName, Hyperparameters>>
