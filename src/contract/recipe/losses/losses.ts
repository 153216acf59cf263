import type { Loss } from './loss'
import { nonSaturating } from './non-saturating'

/** Every loss, by the name that runs record; one file each. */
export const losses = {
  nonSaturating,
} satisfies Record<string, Loss>
export type LossName = keyof typeof losses
