import type { PenaltyName } from '../../../contract/recipe/penalties/penalties'
import { gradientPenalty } from './gradient-penalty'
import type { Penalty } from './penalty'
import { r1 } from './r1'
import { r1AndR2 } from './r1-and-r2'
import { r1FiniteDifference } from './r1-finite-difference'

export const penalties: Readonly<Record<PenaltyName, Penalty>> = {
  gradientPenalty,
  r1,
  r1AndR2,
  r1FiniteDifference,
}
