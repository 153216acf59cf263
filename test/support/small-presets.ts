import { hyperparameterSet, presetNames, presets } from '../../src/contract/hyperparameters'
import type { Hyperparameters, PresetName } from '../../src/contract/hyperparameters'
import type { Entry } from '../../src/contract/recipe/entries'
import type { Dataset } from '../../src/main/gan/data/dataset'

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

/** Images without a pattern, of the size and channels of a small preset, with labels. */
export function smallImages({ channels, classes }: Hyperparameters, count: number): Dataset {
  const pixels = Uint8Array.from(
    { length: count * channels * SIZE ** 2 },
    (_, i) => (i * 37 + (i >> 5) * 11) % 256,
  )
  const shape = { images: count, width: SIZE, height: SIZE, channels }
  const identity = { name: 'made up', fingerprint: '0'.repeat(64), ...shape }
  const labels = Uint8Array.from({ length: count }, (_, i) => i % classes)
  return { identity, pixels, count, imageSize: SIZE, channels, labels }
}
