import { architectureFaults } from '../../../contract/architectures/architecture-faults'
import { ownNetworksSchema } from '../../../contract/architectures/own-networks'
import type { OwnNetworks } from '../../../contract/architectures/own-networks'
import { problemError } from '../../../contract/errors'
import { unlessMissing } from '../../disk/errno'
import { readTextGuarded } from '../../disk/guarded'
import { parseJsonGuarded } from '../../disk/json'
import { MAX_SMALL_FILE_BYTES } from '../../disk/limits'
import { onDisk } from './disk-errors'

/**
 * Reads a user's own architecture from a file; see docs/architectures.md.
 *
 * @throws StudioError `usage` if there is no such file, or it is not an architecture (with the file,
 *   and the network, layer and key of each fault); `storage` if it cannot be read
 */
export async function readArchitectureFile(file: string): Promise<OwnNetworks> {
  const guard = { maxBytes: MAX_SMALL_FILE_BYTES, code: 'usage' } as const
  const text = await onDisk('read the architecture', file, () =>
    unlessMissing(readTextGuarded(file, guard)),
  )
  if (text === undefined) throw problemError('usage', 'noSuchPath', {}, { where: file })
  const raw = jsonOf(text, file)
  const { data, error } = ownNetworksSchema.safeParse(raw)
  if (data !== undefined) return data
  const why = architectureFaults(error, raw)
    .map(({ en }) => en)
    .join('; ')
  throw problemError('usage', 'architectureNotValid', { why }, { where: file })
}

function jsonOf(text: string, file: string): unknown {
  try {
    return parseJsonGuarded(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw problemError('usage', 'architectureNotJson', { why }, { where: file })
  }
}
