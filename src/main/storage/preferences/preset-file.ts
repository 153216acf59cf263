import { problemError } from '../../../contract/errors'
import { hyperparameterSet, presetSchema } from '../../../contract/hyperparameters'
import type { Hyperparameters } from '../../../contract/hyperparameters'
import type { Preset } from '../../../contract/presets/preset'
import { presetFaults } from '../../../contract/presets/preset-faults'
import { readUserJsonFile } from '../files/user-json'

/**
 * Reads a preset from a file; see docs/presets.md.
 *
 * @throws StudioError `usage` if there is no such file, or it is not a preset (with the file and
 *   each key at fault); `storage` if it cannot be read
 */
export async function readPresetFile(file: string): Promise<Preset<Hyperparameters>> {
  const raw = await readUserJsonFile(file, 'read the preset', 'presetNotJson')
  const { data, error } = presetSchema.safeParse(raw)
  if (data !== undefined) return data
  const faults = presetFaults(error, hyperparameterSet.entries)
  const why = faults.map(({ en }) => en).join('; ')
  throw problemError('usage', 'presetNotValid', { why }, { where: file })
}
