import { problemError } from '../errors'
import type { ErrorCode } from '../errors'
import type { NetworkSettings } from './architecture'
import { architectureNamed, architectureNames } from './architectures'
import type { NetworkSpecs } from './spec'

/**
 * Returns the specifications of both networks for these hyperparameters.
 *
 * @param code the error's code: `checkpoint` if the hyperparameters come from the checkpoint at
 *   `where`
 * @throws StudioError if this version does not have the architecture
 */
export function networksOf(
  settings: NetworkSettings & { architecture: string },
  code: ErrorCode = 'usage',
  where = 'architecture',
): NetworkSpecs {
  const { architecture: name } = settings
  const architecture = architectureNamed(name)
  if (architecture !== undefined) return architecture.networks(settings)
  const known = architectureNames.join(', ')
  throw problemError(code, 'unknownArchitecture', { name, known }, { where })
}
