import { problemError } from '../errors'
import type { ErrorCode } from '../errors'
import type { NetworkSettings } from './architecture'
import { architectureNamed, architectureNames } from './architectures'
import type { NetworkSpecs } from './spec'

type Settings = NetworkSettings & { architecture: string }

/**
 * Returns the specifications of both networks of a built-in architecture.
 *
 * @param code the error's code: `checkpoint` if the hyperparameters come from the checkpoint at
 *   `where`
 * @throws StudioError if this version does not have the architecture
 */
export function networksOf(
  settings: Settings,
  code: ErrorCode = 'usage',
  where = 'architecture',
): NetworkSpecs {
  const { architecture: name } = settings
  const architecture = architectureNamed(name)
  if (architecture !== undefined) return architecture.networks(settings)
  const known = architectureNames.join(', ')
  throw problemError(code, 'unknownArchitecture', { name, known }, { where })
}

/** The settings that determine the networks of a run. */
export interface NetworkChoice {
  hyperparameters: Settings
  /** A user's own networks, if the run has them; see own-networks.ts. */
  networks?: NetworkSpecs | undefined
}

/**
 * Returns the specifications of both networks of a run; {@link networksOf} explains `code` and
 * `where`.
 */
export function networksOfRun(
  { hyperparameters, networks }: NetworkChoice,
  code?: ErrorCode,
  where?: string,
): NetworkSpecs {
  if (networks === undefined) return networksOf(hyperparameters, code, where)
  const { generator, discriminator } = networks
  return { generator, discriminator }
}
