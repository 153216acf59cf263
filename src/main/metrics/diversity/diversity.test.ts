import { describe, expect, it } from 'vitest'
import { featureMatrix } from '../features/feature-matrix'
import type { FeatureMatrix } from '../features/feature-matrix'
import { normalSet, reordered } from '../testing'
import { effectiveRank } from './effective-rank'
import { pairwiseDistance } from './pairwise-distance'

const real = normalSet(500, 16, 1)
const measured = (generated: FeatureMatrix) => {
  const inputs = { real, generated, seed: 1 }
  return {
    distance: pairwiseDistance.compute(inputs),
    rank: effectiveRank.compute(inputs),
  }
}

describe('diversity', () => {
  it('of images as varied as the real ones is as high', () => {
    const { distance, rank } = measured(normalSet(500, 16, 2))
    expect(distance.value / Number(distance.details['realDistance'])).toBeCloseTo(1, 1)
    expect(rank.value / Number(rank.details['realEffectiveRank'])).toBeCloseTo(1, 1)
    expect(rank.value).toBeGreaterThan(15)
    expect(rank.value).toBeLessThanOrEqual(16)
  })

  it('of one image is 0', () => {
    const { distance, rank } = measured(reordered(real, Array<number>(50).fill(4)))
    expect([distance.value, rank.value, rank.details['rank']]).toEqual([0, 0, 0])
  })

  it('of three images is low', () => {
    const { distance, rank } = measured(
      reordered(
        real,
        Array.from({ length: 300 }, (_, i) => i % 3),
      ),
    )
    expect(distance.value).toBeLessThan(0.8 * Number(distance.details['realDistance']))
    expect(rank.value).toBeLessThanOrEqual(2)
    expect(rank.details['rank']).toBe(2)
  })

  it('of images that vary equally in n features has an effective rank of n', () => {
    const only = (features: number) =>
      featureMatrix(
        Float32Array.from({ length: 64 * 16 }, (_, at) => {
          const [image, feature] = [Math.floor(at / 16), at % 16]
          return feature < features ? ((image >> feature) & 1) * 2 - 1 : 0.5
        }),
        16,
      )
    expect(measured(only(1)).rank.value).toBeCloseTo(1, 12)
    expect(measured(only(2)).rank.value).toBeCloseTo(2, 12)
    expect(measured(only(5)).rank.value).toBeCloseTo(5, 12)
  })
})
