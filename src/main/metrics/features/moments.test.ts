import { describe, expect, it } from 'vitest'
import { chunksOf, errorOf, normalSet, setOf, shuffled } from '../testing'
import type { FeatureMatrix } from './feature-matrix'
import { featureMatrix } from './feature-matrix'
import { MomentsOf, momentsOf } from './moments'
import type { Moments } from './moments'

const inChunks = (features: FeatureMatrix, size: number): Moments => {
  const moments = new MomentsOf(features.dim)
  for (const chunk of chunksOf(features, size)) moments.add(chunk)
  return moments.result()
}

/** The largest difference, relative to the largest value. */
function difference(a: Float64Array, b: Float64Array): number {
  const scale = b.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return a.reduce((most, value, i) => Math.max(most, errorOf(value, b[i] as number, scale)), 0)
}

/** Two passes, as in a textbook. */
function textbook({ data, count, dim }: FeatureMatrix): Pick<Moments, 'mean' | 'covariance'> {
  const at = (i: number, j: number) => data[i * dim + j] as number
  const sum = (term: (i: number) => number) => {
    let total = 0
    for (let i = 0; i < count; i++) total += term(i)
    return total
  }
  const mean = Float64Array.from({ length: dim }, (_, j) => sum((i) => at(i, j)) / count)
  const covariance = Float64Array.from({ length: dim * dim }, (_, entry) => {
    const [j, k] = [Math.floor(entry / dim), entry % dim]
    const product = (i: number) =>
      (at(i, j) - (mean[j] as number)) * (at(i, k) - (mean[k] as number))
    return sum(product) / (count - 1)
  })
  return { mean, covariance }
}

describe('mean and covariance', () => {
  const features = normalSet(1000, 35, 3, 2, 5)
  const whole = inChunks(features, features.count)

  it.each([1, 7, 255, 256, 257, 999])('are identical to the last bit in batches of %i', (size) => {
    expect(inChunks(features, size)).toEqual(whole)
  })

  it('hardly depend on the order', () => {
    const other = inChunks(shuffled(features), 100)
    expect(difference(other.mean, whole.mean)).toBeLessThan(1e-13)
    expect(difference(other.covariance, whole.covariance)).toBeLessThan(1e-13)
  })

  it('of a set do not depend on the order at all', () => {
    expect(momentsOf(shuffled(features))).toEqual(momentsOf(features))
  })

  it.each([
    ['many images', features],
    ['fewer images than features', normalSet(11, 35, 4)],
    ['images in two blocks', normalSet(300, 3, 5)],
    ['features far from 0', setOf('far')],
  ])('of %s are those of the textbook', (_, set) => {
    const { mean, covariance } = inChunks(set, 64)
    const wanted = textbook(set)
    expect(difference(mean, wanted.mean)).toBeLessThan(1e-13)
    expect(difference(covariance, wanted.covariance)).toBeLessThan(1e-12)
  })

  it('of identical images are exact', () => {
    const data = new Float32Array(900).fill(0.1)
    const { mean, covariance } = inChunks(featureMatrix(data, 3), 50)
    expect(mean).toEqual(new Float64Array(3).fill(Math.fround(0.1)))
    expect(covariance).toEqual(new Float64Array(9))
  })

  it('are symmetric, and more images can be added afterwards', () => {
    const moments = new MomentsOf(35)
    const [first, second] = [...chunksOf(features, 500)] as [FeatureMatrix, FeatureMatrix]
    const { covariance } = moments.add(first).result()
    for (let i = 0; i < 35; i++) {
      for (let j = 0; j < i; j++) expect(covariance[i * 35 + j]).toBe(covariance[j * 35 + i])
    }
    expect(moments.add(second).result()).toEqual(whole)
  })

  it('of one image, and of none, are finite', () => {
    const [one] = [...chunksOf(features, 1)] as [FeatureMatrix]
    expect(momentsOf(one).covariance).toEqual(new Float64Array(35 ** 2))
    expect(new MomentsOf(2).result()).toMatchObject({ count: 0, mean: new Float64Array(2) })
  })

  it('need features of the same length', () => {
    expect(() => new MomentsOf(12).add(features)).toThrow('35 features, others 12')
  })
})
