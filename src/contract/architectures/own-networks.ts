import { z } from 'zod'
import { asNotice, problemError } from '../errors'
import { inBothLanguages, notice } from '../notices'
import { conditioning as conditioningEntries } from '../recipe/conditioning'
import { model } from '../recipe/model'
import { asPhrase } from '../words'
import type { Words } from '../words'
import { CUSTOM } from './architectures'
import { singleImageConflict, gradientPenaltyConflict } from './batch-norm'
import { labelsOf } from './labels'
import { shapeNotice, shapesOfBoth, valueCount } from './shapes'
import type { SizedLayer } from './shapes'
import { networkSpecSchema } from './spec'
import type { NetworkSpecs } from './spec'
import { unusableLayers } from './unusable-layers'

/*
 * A user's own architecture, as in an architecture file (docs/architectures.md) and in the
 * configuration of a run that has one.
 */

const fileSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(60, 'has more than 60 characters')
    .optional(),
  generator: networkSpecSchema,
  discriminator: networkSpecSchema,
})
export type OwnNetworks = z.infer<typeof fileSchema>

const fault = (words: Words, path: string[] = []) =>
  ({ code: 'custom', path, message: asPhrase(words.en), params: { words } }) as const

/** Schema of stored documents: networks that fit each other, of any size. */
export const storedOwnNetworksSchema = fileSchema.superRefine((networks, context) => {
  // Zod calls this check even if values are out of range.
  if (context.issues.length > 0) return
  const words = misfit(networks)
  if (words !== undefined) context.addIssue(fault(words))
})

/** Schema of architecture files and requests: sizes and values are within their ranges. */
export const ownNetworksSchema = storedOwnNetworksSchema.superRefine((networks, context) => {
  if (context.issues.length > 0) return
  const { generator, discriminator } = networks
  const unusable = [
    ...unusableLayers('generator', generator),
    ...unusableLayers('discriminator', discriminator),
  ]
  for (const words of [...sizeFaults(networks), ...unusable]) context.addIssue(fault(words))
})

/** Returns why the layers do not fit, naming the first one at fault; undefined if they do. */
function misfit(networks: NetworkSpecs): Words | undefined {
  try {
    const { generator, discriminator } = shapesOfBoth(networks)
    refuseHugeOutputs('generatorLayer', generator)
    refuseHugeOutputs('discriminatorLayer', discriminator)
    refuseUnusedClasses(networks)
    return undefined
  } catch (error) {
    return inBothLanguages(asNotice(error, { remedy: false }))
  }
}

/**
 * Refuses outputs with more values than numbers can count exactly: counts of parameters and bytes
 * would be meaningless.
 */
function refuseHugeOutputs(
  problem: 'generatorLayer' | 'discriminatorLayer',
  layers: readonly SizedLayer[],
): void {
  for (const layer of layers) {
    const { name, type, output } = layer
    if (type === 'residual') refuseHugeOutputs(problem, [...layer.main, ...layer.shortcut])
    if (Number.isSafeInteger(valueCount(output))) continue
    const why = notice('outputTooLarge', { output: shapeNotice(output) })
    throw problemError('usage', problem, { at: name.slice('model.'.length), type, why })
  }
}

/** Refuses classes unless both networks use them: the generator could not learn to draw them. */
function refuseUnusedClasses({ generator, discriminator }: NetworkSpecs): void {
  if (generator.classes === undefined) return
  if (labelsOf(generator)?.use !== 'taken') {
    throw problemError('usage', 'generatorWithoutLabels', {})
  }
  if (labelsOf(discriminator) === undefined) {
    throw problemError('usage', 'discriminatorWithoutLabels', {})
  }
}

const { latentDim, imageSize, channels } = model
const { classes } = conditioningEntries
const sizeEntries = { latentDim, imageSize, channels, classes }
const sizeNames = ['latentDim', 'imageSize', 'channels', 'classes'] as const

function sizeFaults(networks: NetworkSpecs): Words[] {
  const settings = settingsOf(networks)
  return sizeNames.flatMap((name) => {
    const value = settings[name]
    const entry = sizeEntries[name]
    const issue = value === undefined ? undefined : entry.schema.safeParse(value).error?.issues[0]
    if (issue === undefined) return []
    const range =
      'min' in entry
        ? `${entry.min} 到 ${entry.max}`
        : entry.options.map((option) => option.value).join(' 或 ')
    return [
      {
        en: `${entry.label.en.toLowerCase()} ${String(value)}: ${issue.message}`,
        zh: `${entry.label.zh} ${String(value)}：必须是 ${range}`,
      },
    ]
  })
}

/** The hyperparameters that follow from a user's own networks. */
export function settingsOf({ generator, discriminator }: NetworkSpecs) {
  const { input, output, classes } = generator
  const use = labelsOf(discriminator)?.use
  return {
    architecture: CUSTOM,
    latentDim: input.type === 'latent' ? input.size : 0,
    imageSize: output.type === 'image' ? output.size : 0,
    channels: output.type === 'image' ? output.channels : 0,
    conditioning:
      use === undefined ? 'none' : use === 'taken' ? 'projection' : 'auxiliaryClassifier',
    ...(classes === undefined ? {} : { classes }),
  } as const
}

/** The hyperparameters that a user's own networks determine. */
export const setByNetworks: readonly string[] = ['architecture', 'conditioning', ...sizeNames]

/** A hyperparameter that conflicts with the networks of its run. */
interface Misfit {
  name: string
  words: Words
}

/** Returns the hyperparameters that conflict with a user's own networks. */
export function networkConflicts(
  h: Readonly<Record<string, unknown>>,
  networks: NetworkSpecs,
): Misfit[] {
  const settings = Object.entries(settingsOf(networks))
  const penalty = gradientPenaltyConflict(h, networks)
  const batchSize = singleImageConflict(h, networks)
  return [
    ...settings
      .filter(([name, value]) => h[name] !== value)
      .map(([name, value]) => ({ name, words: mustFollow(value) })),
    ...(batchSize === undefined ? [] : [{ name: 'batchSize', words: batchSize }]),
    ...(penalty === undefined ? [] : [{ name: 'penalty', words: penalty }]),
  ]
}

interface Config {
  hyperparameters: Readonly<Record<string, unknown>>
  networks?: NetworkSpecs | undefined
}

/**
 * Reports hyperparameters that conflict with a run's own networks, or that need networks it lacks.
 */
export function checkOwnNetworks(
  { hyperparameters: h, networks }: Config,
  context: z.RefinementCtx,
): void {
  const missing = h.architecture === CUSTOM ? [{ name: 'architecture', words: needsFile }] : []
  const found = networks === undefined ? missing : networkConflicts(h, networks)
  for (const { name, words } of found) context.addIssue(fault(words, ['hyperparameters', name]))
}

const needsFile: Words = {
  en: `“${CUSTOM}” needs the networks of an architecture file.`,
  zh: `“${CUSTOM}”需要结构文件中的网络。`,
}
const mustFollow = (value: string | number): Words => ({
  en: `must be ${value}, as in the architecture file`,
  zh: `必须为 ${value}，与结构文件一致`,
})
