import { defineMetric } from '../metric'
import { neighbourhoodsOf, neighbourhoodWork, protocolOf } from './neighbourhoods'

/**
 * The share of real images that are inside the balls around generated ones (see neighbourhoods.ts;
 * Kynkäänniemi et al. 2019): how much of the data the generator covers. Higher is better.
 */
export const recall = defineMetric({
  key: 'recall',
  needs: ['real', 'generated'],
  work: neighbourhoodWork,
  *compute(inputs) {
    const { k, realInside } = yield* neighbourhoodsOf(inputs)
    const value = realInside / inputs.real.count
    return { value, details: {}, protocol: protocolOf(inputs, k.recall) }
  },
})
