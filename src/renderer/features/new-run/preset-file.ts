import {
  hyperparameterSet,
  presetNames,
  presets,
  presetSchema,
  presetsByName,
} from '../../../contract/hyperparameters'
import { isBuiltInName } from '../../../contract/presets/built-in-name'
import { MAX_PRESET_NAME, MAX_PRESET_TEXT, wordsOf } from '../../../contract/presets/preset'
import { presetFaults } from '../../../contract/presets/preset-faults'
import type { SavedPreset } from '../../../contract/settings'
import type { Words } from '../../../contract/words'
import { sameValues } from './form-values'
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

/** Returns the built-in preset that a preset is a copy of, if its name and values say so. */
export function builtInLike({ name, hyperparameters }: SavedPreset): SavedPreset | undefined {
  const builtIn = presetNames.find((one) => one === name)
  const same = builtIn !== undefined && sameValues(hyperparameters, presets[builtIn])
  return same ? presetsByName[builtIn] : undefined
}

/**
 * Returns the preset, with a number added to its name and label if a built-in preset, or a saved one
 * with other values, has that name.
 */
export function withFreeName(preset: SavedPreset, saved: readonly SavedPreset[]): SavedPreset {
  const taken = new Map(saved.map((one) => [one.name, JSON.stringify(one.hyperparameters)]))
  const own = JSON.stringify(preset.hyperparameters)
  const isFree = ({ name, label = name }: SavedPreset) => {
    const { en, zh } = wordsOf(label)
    if ([name, en, zh].some(isBuiltInName)) return false
    return !taken.has(name) || taken.get(name) === own
  }
  let free = preset
  for (let n = 2; !isFree(free); n++) free = numbered(preset, n)
  return free
}

function numbered(preset: SavedPreset, n: number): SavedPreset {
  const end = ` ${n}`
  const name = preset.name.slice(0, MAX_PRESET_NAME - end.length) + end
  const { label } = preset
  if (label === undefined) return { ...preset, name }
  const cut = (text: string) => text.slice(0, MAX_PRESET_TEXT - end.length) + end
  const { en, zh } = wordsOf(label)
  return {
    ...preset,
    name,
    label: typeof label === 'string' ? cut(label) : { en: cut(en), zh: cut(zh) },
  }
}
