import { hinge } from './hinge'
import { leastSquares } from './least-squares'
import type { Loss } from './loss'
import { minimax } from './minimax'
import { nonSaturating } from './non-saturating'
import { relativistic } from './relativistic'
import { wasserstein } from './wasserstein'

/** Every loss, by the name that runs record; one file each. */
export const losses = {
  nonSaturating,
  minimax,
  leastSquares,
  hinge,
  wasserstein,
  relativistic,
} satisfies Record<string, Loss>
export type LossName = keyof typeof losses
