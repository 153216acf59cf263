import { problemError } from '../errors'
import type { ErrorCode } from '../errors'
import type { Sizes } from './architecture'
import { architectureNamed, architectureNames } from './architectures'
import type { NetworkSpecs } from './spec'

/**
 * The networks that hyperparameters mean.
 *
 * @param code of the error: `checkpoint` where the hyperparameters come from one, at `where`
 * @throws StudioError for an architecture that this version does not have
 */
export function networksOf(
  { architecture: name, latentDim, imageSize, channels }: Sizes & { architecture: string },
  code: ErrorCode = 'usage',
  where = 'architecture',
): NetworkSpecs {
  const architecture = architectureNamed(name)
  if (architecture !== undefined) return architecture.networks({ latentDim, imageSize, channels })
  const known = architectureNames.join(', ')
  throw problemError(code, 'unknownArchitecture', { name, known }, { where })
}
