import { defineMetric } from '../metric'
import { neighbourhoodsOf, neighbourhoodWork, protocolOf } from './neighbourhoods'

/**
 * The share of generated images that are inside the balls around real ones (see neighbourhoods.ts;
 * Kynkäänniemi et al. 2019): how many look real. Higher is better; a generator that always makes
 * the same good image scores 1.
 */
export const precision = defineMetric({
  key: 'precision',
  needs: ['real', 'generated'],
  work: neighbourhoodWork,
  *compute(inputs) {
    const { k, generatedInside } = yield* neighbourhoodsOf(inputs)
    const value = generatedInside / inputs.generated.count
    return { value, details: {}, protocol: protocolOf(inputs, k.precision) }
  },
})
