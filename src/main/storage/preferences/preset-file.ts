import { problemError } from '../../../contract/errors'
import { hyperparameterSet, presetSchema } from '../../../contract/hyperparameters'
import type { Hyperparameters } from '../../../contract/hyperparameters'
import type { Preset } from '../../../contract/presets/preset'
import { presetFaults } from '../../../contract/presets/preset-faults'
import { unlessMissing } from '../../disk/errno'
import { readTextGuarded } from '../../disk/guarded'
import { parseJsonGuarded } from '../../disk/json'
import { MAX_SMALL_FILE_BYTES } from '../../disk/limits'
import { onDisk } from '../files/disk-errors'

/**
 * Reads a preset from a file; see docs/presets.md.
 *
 * @throws StudioError `usage` if there is no such file, or it is not a preset (with the file and
 *   each key at fault); `storage` if it cannot be read
 */
export async function readPresetFile(file: string): Promise<Preset<Hyperparameters>> {
  const guard = { maxBytes: MAX_SMALL_FILE_BYTES, code: 'usage' } as const
  const text = await onDisk('read the preset', file, () =>
    unlessMissing(readTextGuarded(file, guard)),
  )
  if (text === undefined) throw problemError('usage', 'noSuchPath', {}, { where: file })
  const { data, error } = presetSchema.safeParse(jsonOf(text, file))
  if (data !== undefined) return data
  const faults = presetFaults(error, hyperparameterSet.entries)
  const why = faults.map(({ en }) => en).join('; ')
  throw problemError('usage', 'presetNotValid', { why }, { where: file })
}

function jsonOf(text: string, file: string): unknown {
  try {
    return parseJsonGuarded(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw problemError('usage', 'presetNotJson', { why: error.message }, { where: file })
  }
}
