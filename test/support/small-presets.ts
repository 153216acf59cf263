import { hyperparameterSet, presetNames, presets } from '../../src/contract/hyperparameters'
import type { Hyperparameters, PresetName } from '../../src/contract/hyperparameters'
import type { Entry } from '../../src/contract/recipe/entries'
import type { Dataset } from '../../src/contract/datasets/dataset'
import { madeUpImages } from './made-up-images'

/*
 * Every built-in preset, made small enough for tests. bench/long-run.ts trains them at full size.
 */

const SIZE = 16
const small = { imageSize: SIZE, latentDim: 6, batchSize: 8, epochs: 1000 }

/** A preset with narrow networks, small images and small batches. */
export function smallPreset(
  name: PresetName,
  changes: Partial<Hyperparameters> = {},
): Hyperparameters {
  const h = { ...presets[name], ...small }
  const { appliesWhen = () => true }: Entry = hyperparameterSet.entries.baseWidth
  return { ...h, ...(appliesWhen(h) ? { baseWidth: 4 } : {}), steps: 0, ...changes }
}

export const eachPreset = presetNames.map((name) => [name] as const)

/** Images of the size and channels of a small preset, with labels. */
export const smallImages = ({ channels, classes }: Hyperparameters, count: number): Dataset =>
  madeUpImages(count, { size: SIZE, channels, classes })
