import { problemError } from '../../../contract/errors'
import { needImages } from '../features/feature-matrix'
import { defineMetric } from '../metric'
import { likeliest, normalised } from './probabilities'

/**
 * The share of generated images that a classifier assigns to the requested class. Compare it with
 * the classifier's accuracy on real images, which clear or repetitive images can exceed. The
 * details have the counts per class.
 */
export const classAccuracy = defineMetric({
  key: 'classAccuracy',
  needs: ['probabilities', 'asked'],
  compute({ probabilities, asked }) {
    needImages(probabilities, 1)
    const { count, dim: classes } = probabilities
    if (asked.length !== count) {
      throw problemError('data', 'wrongLabelCount', { labels: asked.length, images: count })
    }
    normalised(probabilities)
    const askedCounts = new Array<number>(classes).fill(0)
    const rightCounts = new Array<number>(classes).fill(0)
    likeliest(probabilities).forEach((seen, i) => {
      const label = asked[i] as number
      // Images of a class that the classifier does not know always count as wrong.
      askedCounts[label] = (askedCounts[label] ?? 0) + 1
      rightCounts[label] = (rightCounts[label] ?? 0) + (seen === label ? 1 : 0)
    })
    const right = rightCounts.reduce((sum, images) => sum + images, 0)
    return {
      value: right / count,
      details: { askedCounts, rightCounts },
      protocol: { generatedCount: count, classes },
    }
  },
})
