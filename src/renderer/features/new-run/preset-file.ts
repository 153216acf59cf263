import { hyperparameterSet, presetSchema } from '../../../contract/hyperparameters'
import { MAX_PRESET_NAME } from '../../../contract/presets/preset'
import { presetFaults } from '../../../contract/presets/preset-faults'
import type { SavedPreset } from '../../../contract/settings'
import type { Words } from '../../../contract/words'
import { readJsonFile } from './json-file'

/** A preset read from a file, or what is wrong with the file, as one phrase for each fault. */
export type OpenedPreset = { preset: SavedPreset } | { faults: Words[] }

/** Reads a preset file that the user chose. */
export async function openPreset(file: Blob): Promise<OpenedPreset> {
  const read = await readJsonFile(file)
  if ('faults' in read) return read
  const { data, error } = presetSchema.safeParse(read.raw)
  if (data !== undefined) return { preset: data }
  return { faults: presetFaults(error, hyperparameterSet.entries) }
}

/**
 * Returns the content of a preset file. It has all values, so that it means the same to versions
 * with other defaults.
 */
export const presetFileText = (preset: SavedPreset): string =>
  `${JSON.stringify(preset, null, 2)}\n`

/** Returns the preset under a name that no preset with other values has. */
export function withFreeName(preset: SavedPreset, saved: readonly SavedPreset[]): SavedPreset {
  const taken = new Map(saved.map((one) => [one.name, JSON.stringify(one.hyperparameters)]))
  const own = JSON.stringify(preset.hyperparameters)
  const isFree = (name: string) => !taken.has(name) || taken.get(name) === own
  let { name } = preset
  for (let n = 2; !isFree(name); n++)
    name = `${preset.name.slice(0, MAX_PRESET_NAME - String(n).length - 1)} ${n}`
  return { ...preset, name }
}
