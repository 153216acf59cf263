import { defineMetric } from '../metric'
import { neighbourhoodsOf, neighbourhoodWork, protocolOf } from './neighbourhoods'

/**
 * The share of real images with a generated one in their ball (see neighbourhoods.ts; Naeem et al.
 * 2020): like recall, but outliers among the generated images do not matter. Higher is better.
 */
export const coverage = defineMetric({
  key: 'coverage',
  needs: ['real', 'generated'],
  work: neighbourhoodWork,
  *compute(inputs) {
    const { k, ballsFilled } = yield* neighbourhoodsOf(inputs)
    const value = ballsFilled / inputs.real.count
    return { value, details: {}, protocol: protocolOf(inputs, k.density) }
  },
})
