import { problemError } from '../errors'
import type { ErrorCode } from '../errors'
import type { Sizes } from './architecture'
import { architectureNamed, architectureNames } from './architectures'
import type { NetworkSpecs } from './spec'

/**
 * The networks that hyperparameters mean.
 *
 * @param code of the error: `checkpoint` where the name comes from one at `where`
 * @throws StudioError for an architecture that this version does not have
 */
export function networksOf(
  { architecture: name, ...sizes }: Sizes & { architecture: string },
  code: ErrorCode = 'usage',
  where = 'architecture',
): NetworkSpecs {
  const architecture = architectureNamed(name)
  if (architecture !== undefined) return architecture.networks(sizes)
  const known = architectureNames.join(', ')
  throw problemError(code, 'unknownArchitecture', { name, known }, { where })
}
