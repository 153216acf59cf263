import { architectureFaults } from '../../../contract/architectures/architecture-faults'
import { ownNetworksSchema } from '../../../contract/architectures/own-networks'
import type { OwnNetworks } from '../../../contract/architectures/own-networks'
import { problemError } from '../../../contract/errors'
import { readUserJsonFile } from './user-json'

/**
 * Reads a user's own architecture from a file; see docs/architectures.md.
 *
 * @throws StudioError `usage` if there is no such file, or it is not an architecture (with the file,
 *   and the network, layer and key of each fault); `storage` if it cannot be read
 */
export async function readArchitectureFile(file: string): Promise<OwnNetworks> {
  const raw = await readUserJsonFile(file, 'read the architecture', 'architectureNotJson')
  const { data, error } = ownNetworksSchema.safeParse(raw)
  if (data !== undefined) return data
  const why = architectureFaults(error, raw)
    .map(({ en }) => en)
    .join('; ')
  throw problemError('usage', 'architectureNotValid', { why }, { where: file })
}
