import { notice } from '../../notices'
import { isRateFarTooHigh } from '../../lower-rate'
import { FAR_APART } from './remedy'
import type { Cause } from './remedy'

/** D's rate is far below G's: D learns too slowly, so G fools it with just a few images. */
export const slowDiscriminator: Cause = {
  kinds: ['discriminatorBeaten', 'classesMissing', 'imagesAlike', 'fewPatterns', 'varietyLost'],
  remedy({ hyperparameters: { learningRate: g, discriminatorLearningRate: d, optimiser } }) {
    if (d === 0 || d * FAR_APART > g || isRateFarTooHigh(g, optimiser)) return undefined
    const why = notice('discriminatorTooSlow', { rateD: String(d), rateG: String(g) })
    return { changes: { discriminatorLearningRate: 0 }, why }
  },
}

/** G's rate is far below D's, so G hardly learns from D. */
export const slowGenerator: Cause = {
  kinds: ['discriminatorWon'],
  remedy({ hyperparameters: { learningRate: g, discriminatorLearningRate: d, ...h } }) {
    if (d < g * FAR_APART || isRateFarTooHigh(d, h.optimiser)) return undefined
    const end = Number((h.learningRateEnd * (d / g)).toPrecision(1))
    return {
      changes: {
        ...{ learningRate: d, discriminatorLearningRate: 0 },
        ...(h.learningRateSchedule === 'constant' ? {} : { learningRateEnd: Math.min(end, d) }),
      },
      why: notice('generatorTooSlow', { rateD: String(d), rateG: String(g) }),
    }
  },
}
