import { gradientPenaltyConflict } from '../../architectures/batch-norm'
import { networksOfRun } from '../../architectures/networks-of'
import { isSpectrallyNormed } from '../../architectures/spectral-norm'
import { lowerRates, isRateFarTooHigh } from '../../lower-rate'
import { notice } from '../../notices'
import { USUAL_CLIP } from './clipping'
import type { Cause } from './remedy'

/** The usual weight of the gradient penalty (Gulrajani et al., 2017). */
const PENALTY = { penalty: 'gradientPenalty', penaltyWeight: 10, penaltyInterval: 1 } as const

/** A Wasserstein critic with unlimited slope, whose scores grow without bound. */
export const unlimitedCritic: Cause = {
  kinds: ['exploded'],
  remedy(failed) {
    const { hyperparameters: h, networks } = failed
    if (h.loss !== 'wasserstein' || h.penalty !== 'none' || h.weightClip > 0) return undefined
    if (isSpectrallyNormed(networksOfRun(failed).discriminator)) return undefined
    const rates = isRateFarTooHigh(h.learningRate, h.optimiser) ? lowerRates(h) : {}
    // Batch norm in D rules out the gradient penalty.
    if (gradientPenaltyConflict({ ...h, ...PENALTY }, networks) !== undefined) {
      return { changes: { ...rates, weightClip: USUAL_CLIP }, why: notice('criticToClip', {}) }
    }
    return { changes: { ...rates, ...PENALTY }, why: notice('criticToPenalise', {}) }
  },
}
