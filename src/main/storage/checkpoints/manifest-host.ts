import type { CheckpointManifest } from '../../../contract/run'
import type { SavedState } from '../../../contract/tensors'

type HostFields = Pick<CheckpointManifest, 'noise' | 'optimizerSteps' | 'host'>

const OPTIMIZERS = { generator: 'optimizer.generator', discriminator: 'optimizer.discriminator' }

/**
 * Converts host values to fields of the manifest. Values that the first manifests already had keep
 * their own fields; all others go into `host`.
 */
export function hostFields(values: SavedState['host']): HostFields {
  const { noise, ...rest } = values
  const steps = (part: string): number => values[part]?.[0] ?? 0
  const others = Object.entries(rest).filter(([part]) => !Object.values(OPTIMIZERS).includes(part))
  return {
    noise: [...(noise ?? [])],
    optimizerSteps: {
      generator: steps(OPTIMIZERS.generator),
      discriminator: steps(OPTIMIZERS.discriminator),
    },
    ...(others.length === 0
      ? {}
      : { host: Object.fromEntries(others.map(([part, list]) => [part, [...list]])) }),
  }
}

/** The inverse of {@link hostFields}. */
export const hostValues = ({ noise, optimizerSteps, host }: HostFields): SavedState['host'] => ({
  ...host,
  noise,
  [OPTIMIZERS.generator]: [optimizerSteps.generator],
  [OPTIMIZERS.discriminator]: [optimizerSteps.discriminator],
})
