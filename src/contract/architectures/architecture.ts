import type { Words } from '../words'
import type { NetworkSpecs } from './spec'

/** Settings that the layers of both networks depend on in every architecture. */
export interface Sizes {
  latentDim: number
  /** Height and width in pixels. */
  imageSize: number
  channels: number
}

/** Further settings, used by some architectures only. */
export interface NetworkOptions {
  /** Channels of the largest feature maps. */
  baseWidth: number
  /** How often the image size is halved; 0: see levels.ts. */
  levels: number
  discriminatorNorm: 'none' | 'batch' | 'spectral'
  minibatchDeviation: 'off' | 'on'
  /** Values of a fully connected layer before the discriminator's head; 0: no such layer. */
  discriminatorHidden: number
  /** How the discriminator judges the class; `none`: unconditional networks. */
  conditioning: 'none' | 'projection' | 'auxiliaryClassifier'
  classes: number
  /** How the generator is given the label. */
  labelInput: 'embedding' | 'batchNorm'
  /** The batch norm of the fully connected networks; see mlp.ts. */
  batchNorm: 'reference' | 'momentum'
}

export type NetworkSettings = Sizes & NetworkOptions

export const defaultOptions: NetworkOptions = {
  baseWidth: 32,
  levels: 0,
  discriminatorNorm: 'none',
  minibatchDeviation: 'off',
  discriminatorHidden: 0,
  conditioning: 'none',
  classes: 10,
  labelInput: 'embedding',
  batchNorm: 'reference',
}

/** Returns why a setting is not supported given the others, as a sentence; undefined if it is. */
type Conflict<S extends keyof NetworkSettings> = (
  value: NetworkSettings[S],
  settings: NetworkSettings,
) => Words | undefined

/** A kind of generator and discriminator, for any sizes. */
export interface Architecture {
  /** A short name for the list of choices. */
  label: Words
  /** Describes the architecture and when to use it, in sentences. */
  meaning: Words
  /** The options that it uses. */
  options?: readonly (keyof NetworkOptions)[]
  conflict?: { [S in keyof NetworkSettings]?: Conflict<S> }
  /** Called only with settings that have no conflict. */
  networks(settings: NetworkSettings): NetworkSpecs
}

const settingNames = [
  ...(['latentDim', 'imageSize', 'channels'] as const),
  ...(Object.keys(defaultOptions) as (keyof NetworkOptions)[]),
]

/** The conflict of one setting, if any; the other settings may be invalid. */
export const conflictOf = <S extends keyof NetworkSettings>(
  { conflict }: Pick<Architecture, 'conflict'>,
  name: S,
  settings: NetworkSettings,
): Words | undefined => (conflict?.[name] as Conflict<S> | undefined)?.(settings[name], settings)

/** Returns true if the architecture supports these settings. */
export const supports = (
  architecture: Pick<Architecture, 'conflict'>,
  settings: NetworkSettings,
): boolean => settingNames.every((name) => conflictOf(architecture, name, settings) === undefined)

const mnist: Sizes = { latentDim: 100, imageSize: 28, channels: 1 }

/**
 * Returns settings that the architecture supports: default options, and the sizes of `from` (by
 * default MNIST's), each increased where necessary.
 */
export function exampleSettings(
  architecture: Pick<Architecture, 'conflict'>,
  from = mnist,
): NetworkSettings {
  const settings = { ...defaultOptions, ...from }
  for (const name of ['latentDim', 'imageSize', 'channels'] as const) {
    const unsupported = (): boolean => conflictOf(architecture, name, settings) !== undefined
    while (unsupported() && settings[name] < 10 * from[name]) settings[name]++
  }
  return settings
}
