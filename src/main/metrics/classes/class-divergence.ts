import { problemError } from '../../../contract/errors'
import { needImages } from '../features/feature-matrix'
import { defineMetric } from '../metric'
import { likeliest, normalised } from './probabilities'

/**
 * Added to the count of every class, in both histograms (Jeffreys' prior): a class that the data
 * lacks but the generated images have would otherwise make the divergence infinite. With 10,000
 * images of 10 classes it changes the value by less than its sampling error.
 */
const SMOOTHING = 0.5

/**
 * KL(generated || data), in nats, between the class shares that a classifier finds among the
 * generated images and those of the data; 0 is best. The details have both histograms and the
 * number of classes never generated.
 */
export const classDivergence = defineMetric({
  key: 'classDivergence',
  needs: ['probabilities', 'classCounts'],
  compute({ probabilities, classCounts }) {
    needImages(probabilities, 1)
    const { count, dim: classes } = probabilities
    if (classCounts.length !== classes) {
      throw problemError('data', 'classifierClasses', { has: classCounts.length, classes })
    }
    normalised(probabilities)
    const histogram = new Array<number>(classes).fill(0)
    for (const c of likeliest(probabilities)) histogram[c] = (histogram[c] ?? 0) + 1
    const [generated, data] = [shares(histogram), shares(classCounts)]
    const value = generated.reduce((sum, p, c) => sum + p * Math.log(p / (data[c] ?? p)), 0)
    const missing = histogram.filter(
      (images, c) => images === 0 && (classCounts[c] ?? 0) > 0,
    ).length
    return {
      // Rounding can make a divergence of 0 slightly negative.
      value: Math.max(0, value),
      details: { histogram, dataHistogram: classCounts, missing },
      protocol: {
        ...{ generatedCount: count, classes, smoothing: SMOOTHING },
        realCount: classCounts.reduce((sum, images) => sum + images, 0),
      },
    }
  },
})

/** The smoothed share of each class. */
function shares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, images) => sum + images + SMOOTHING, 0)
  return counts.map((images) => (images + SMOOTHING) / total)
}
