import { notice } from '../../notices'
import type { Cause } from './remedy'

/** The limit of the original WGAN (Arjovsky et al., 2017). */
export const USUAL_CLIP = 0.01
/** A limit below this leaves D almost no weights to tell images apart with. */
const TOO_SMALL = USUAL_CLIP / 10

/** D's weights are clipped so close to 0 that all images get nearly the same score. */
export const clippedDiscriminator: Cause = {
  kinds: ['discriminatorBeaten'],
  remedy({ hyperparameters: { weightClip: limit } }) {
    if (limit === 0 || limit >= TOO_SMALL) return undefined
    const why = notice('clippedTooMuch', { limit: String(limit), usual: String(USUAL_CLIP) })
    return { changes: { weightClip: USUAL_CLIP }, why }
  },
}
