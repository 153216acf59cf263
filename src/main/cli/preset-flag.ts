import path from 'node:path'
import { StudioError } from '../../contract/errors'
import { presetNames, presetsByName } from '../../contract/hyperparameters'
import type { Hyperparameters } from '../../contract/hyperparameters'
import type { Preset } from '../../contract/presets/preset'
import { readPresetFile } from '../storage/preferences/preset-file'

/**
 * The preset that a user names: a built-in one, or a file, whose name ends in `.json` or contains a
 * slash.
 *
 * @param where the flag that names it
 * @throws StudioError `usage` if there is none of that name, and as {@link readPresetFile}
 */
export async function findPreset(typed: string, where?: string): Promise<Preset<Hyperparameters>> {
  const builtIn = presetNames.find((name) => name === typed)
  if (builtIn !== undefined) return presetsByName[builtIn]
  if (typed.endsWith('.json') || path.basename(typed) !== typed) return readPresetFile(typed)
  throw new StudioError('usage', `there is no preset "${typed}"`, {
    where,
    remedy: `Presets: ${presetNames.join(', ')}. A preset file's name ends in .json.`,
  })
}
