import { RowChoice } from '../features/canonical-order'
import { needImages } from '../features/feature-matrix'
import { defineMetric } from '../metric'
import { normalised } from './probabilities'

const SPLITS = 10

/**
 * The Inception score's formula (Salimans et al. 2016), for any classifier: exp of the mean
 * KL(p(y|x) || p(y)), averaged over random splits. From 1 to the number of classes; higher means
 * that each image clearly belongs to one class, and that all classes are equally frequent.
 * Memorised images score well too.
 */
export const classifierScore = defineMetric({
  key: 'classifierScore',
  needs: ['probabilities'],
  compute({ probabilities, seed }) {
    needImages(probabilities, 1)
    const { count, dim: classes } = probabilities
    const rows = normalised(probabilities)
    const order = new RowChoice(probabilities, seed, 'classifierScore').next(count)
    const splits = Math.min(SPLITS, count)
    const scores = Array.from({ length: splits }, (_, s) => {
      const [from, to] = [s, s + 1].map((bound) => Math.floor((bound * count) / splits))
      return scoreOf(rows, order.subarray(from, to), classes)
    })
    const mean = scores.reduce((sum, score) => sum + score, 0) / splits
    const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / splits
    return {
      value: mean,
      details: { deviation: Math.sqrt(variance), scores },
      protocol: { generatedCount: count, classes, splits, seed },
    }
  },
})

function scoreOf(rows: Float64Array, images: Uint32Array, classes: number): number {
  const marginal = new Float64Array(classes)
  for (const image of images) {
    for (let c = 0; c < classes; c++) {
      marginal[c] = (marginal[c] as number) + (rows[image * classes + c] as number) / images.length
    }
  }
  let sum = 0
  for (const image of images) {
    for (let c = 0; c < classes; c++) {
      const p = rows[image * classes + c] as number
      // The limit of p log p at 0 is 0.
      if (p > 0) sum += p * Math.log(p / (marginal[c] as number))
    }
  }
  return Math.exp(sum / images.length)
}
