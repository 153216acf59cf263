import { gradientPenalty } from './gradient-penalty'
import type { PenaltyFacts } from './penalty'
import { r1 } from './r1'
import { r1AndR2 } from './r1-and-r2'
import { r1FiniteDifference } from './r1-finite-difference'

/**
 * Every penalty, by the name that runs record; one file each, and one in src/main/gan/penalties
 * that computes it.
 */
export const penalties = {
  gradientPenalty,
  r1,
  r1AndR2,
  r1FiniteDifference,
} satisfies Record<string, PenaltyFacts>
export type PenaltyName = keyof typeof penalties
