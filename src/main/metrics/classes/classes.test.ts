import { describe, expect, it } from 'vitest'
import { featureMatrix } from '../features/feature-matrix'
import { classAccuracy } from './class-accuracy'
import { classDivergence } from './class-divergence'
import { classifierScore } from './classifier-score'

const SEED = 1
/** A classifier that is certain of these classes. */
const certain = (seen: readonly number[], classes: number) =>
  featureMatrix(
    Float32Array.from(seen.flatMap((c) => Array.from({ length: classes }, (_, k) => +(k === c)))),
    classes,
  )
const cycle = (count: number, classes: number) =>
  Array.from({ length: count }, (_, i) => i % classes)

describe('the classifier score', () => {
  const score = (probabilities: ReturnType<typeof certain>) =>
    classifierScore.compute({ probabilities, seed: SEED })

  it('is at most the number of classes, for images that are clearly of one class each', () => {
    // By chance, a split has more images of some classes than of others.
    const { value, protocol } = score(certain(cycle(10_000, 4), 4))
    expect(value).toBeGreaterThan(3.98)
    expect(value).toBeLessThanOrEqual(4)
    expect(protocol).toEqual({ generatedCount: 10_000, classes: 4, splits: 10, seed: SEED })
  })

  it('is 1 if all images are of the same class, or none is clearly of any', () => {
    expect(score(certain(cycle(50, 1), 4)).value).toBe(1)
    const undecided = featureMatrix(new Float32Array(200).fill(0.25), 4)
    expect(score(undecided).value).toBeCloseTo(1, 12)
  })

  it('has one split per image if there are fewer images than splits', () => {
    const { value, protocol } = score(certain([0, 1, 2], 3))
    expect([value, protocol['splits']]).toEqual([1, 3])
  })
})

describe('class divergence', () => {
  const divergence = (seen: readonly number[], classCounts: readonly number[]) =>
    classDivergence.compute({
      ...{ probabilities: certain(seen, classCounts.length), classCounts, seed: SEED },
    })

  it('is 0 for the same shares', () => {
    expect(divergence(cycle(40, 4), [10, 10, 10, 10]).value).toBe(0)
    expect(divergence(cycle(40, 4), [70, 70, 70, 70]).value).toBeCloseTo(0, 12)
  })

  it('is finite if the data or the generator lacks a class, and counts classes never generated', () => {
    const { value, details } = divergence([0, 0, 0, 3], [5, 5, 5, 0])
    expect(value).toBeGreaterThan(0)
    expect(value).toBeLessThan(5)
    expect(details).toMatchObject({ histogram: [3, 0, 0, 1], missing: 2 })
  })

  it('is about log 10 for one generated class if the data has ten equally frequent ones', () => {
    const { value } = divergence(cycle(10_000, 1), Array<number>(10).fill(1000))
    expect(value).toBeCloseTo(Math.log(10), 1)
  })

  it('needs a classifier with the same number of classes', () => {
    const inputs = { probabilities: certain([0], 3), classCounts: [1, 1], seed: SEED }
    expect(() => classDivergence.compute(inputs)).toThrow('distinguishes 3 classes, but')
  })
})

describe('class accuracy', () => {
  const accuracy = (seen: readonly number[], asked: readonly number[]) =>
    classAccuracy.compute({ probabilities: certain(seen, 3), asked, seed: SEED })

  it('counts each class', () => {
    const { value, details } = accuracy([0, 1, 1, 2], [0, 1, 2, 2])
    expect(value).toBe(0.75)
    expect(details).toEqual({ askedCounts: [1, 1, 2], rightCounts: [1, 1, 1] })
  })

  it('takes the first of equally likely classes', () => {
    const probabilities = featureMatrix(Float32Array.of(0.4, 0.4, 0.2), 3)
    const inputs = { probabilities, seed: SEED }
    expect(classAccuracy.compute({ ...inputs, asked: [0] }).value).toBe(1)
    expect(classAccuracy.compute({ ...inputs, asked: [1] }).value).toBe(0)
  })

  it('needs a class for each image', () => {
    expect(() => accuracy([0, 1], [0])).toThrow('Found 1 label for 2 images')
  })
})

it.each([
  ['a logit', [0.2, 0.9, -0.1]],
  ['a sum above 1', [0.5, 0.5, 0.5]],
  ['a sum of 0', [0, 0, 0]],
])('%s is not a probability', (_, second) => {
  const probabilities = featureMatrix(Float32Array.from([1, 0, 0, ...second]), 3)
  const inputs = { probabilities, classCounts: [1, 1, 1], asked: [0, 0], seed: SEED }
  for (const metric of [classifierScore, classDivergence, classAccuracy]) {
    expect(() => metric.compute(inputs), metric.key).toThrow('outputs for image 2 are not')
  }
})
