import path from 'node:path'
import { StudioError } from '../../contract/errors'
import { presetNames, presetsByName } from '../../contract/hyperparameters'
import type { Hyperparameters } from '../../contract/hyperparameters'
import type { Preset } from '../../contract/presets/preset'
import { readPresetFile } from '../storage/preferences/preset-file'
import { savedPresets } from '../storage/preferences/preferences'

/**
 * Finds the preset that a user names: a built-in one, one saved in the studio, or a file, whose
 * name ends in `.json` or contains a slash.
 *
 * @param root the data folder with the saved presets
 * @param where the flag that names it
 * @throws StudioError `usage` if there is no preset of that name; also as {@link readPresetFile}
 *   and {@link savedPresets}
 */
export async function findPreset(
  typed: string,
  root: string,
  where?: string,
): Promise<Preset<Hyperparameters>> {
  const builtIn = presetNames.find((name) => name === typed)
  if (builtIn !== undefined) return presetsByName[builtIn]
  const saved = await savedPresets(root)
  const own = saved.find(({ name }) => name === typed)
  if (own !== undefined) return own
  if (typed.endsWith('.json') || path.basename(typed) !== typed) return readPresetFile(typed)
  const names = [...presetNames, ...saved.map(({ name }) => name)]
  throw new StudioError('usage', `there is no preset "${typed}"`, {
    where,
    remedy: `Presets: ${names.join(', ')}. A preset file's name ends in .json.`,
  })
}
