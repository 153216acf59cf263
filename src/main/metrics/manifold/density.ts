import { defineMetric } from '../metric'
import { neighbourhoodsOf, neighbourhoodWork, protocolOf } from './neighbourhoods'

/**
 * The mean number of balls around real images (see neighbourhoods.ts) that contain a generated
 * image, divided by k (Naeem et al. 2020): like precision, but a few outliers among the real images
 * matter little. About 1 for images like the real ones. Higher if many real images are equal, since
 * their balls then contain more than k images.
 */
export const density = defineMetric({
  key: 'density',
  needs: ['real', 'generated'],
  work: neighbourhoodWork,
  *compute(inputs) {
    const { k, ballsEntered } = yield* neighbourhoodsOf(inputs)
    const value = ballsEntered / (k.density * inputs.generated.count)
    return { value, details: {}, protocol: protocolOf(inputs, k.density) }
  },
})
