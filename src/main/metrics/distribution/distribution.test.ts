import { describe, expect, it } from 'vitest'
import { featureMatrix } from '../features/feature-matrix'
import type { FeatureMatrix } from '../features/feature-matrix'
import { MomentsOf } from '../features/moments'
import { chunksOf, errorOf, normalSet, reordered, setOf } from '../testing'
import { fid } from './fid'
import { fidInfinity } from './fid-infinity'
import { frechetDistance } from './frechet-distance'
import { gaussianFrom, gaussianOf } from './gaussian'
import type { Gaussian } from './gaussian'
import { kid } from './kid'

const SEED = 1
const names = [
  'a',
  'b',
  'rectified',
  'thinA',
  'thinB',
  'fat',
  'plane',
  'latticeA',
  'far',
  'constant',
]
const streamed = (features: FeatureMatrix): Gaussian => {
  const moments = new MomentsOf(features.dim)
  for (const chunk of chunksOf(features, 17)) moments.add(chunk)
  return gaussianFrom(moments.result())
}

describe('the Gaussian of', () => {
  it.each(names)('%s is the same from streamed features, in its thin and its full form', (name) => {
    const features = setOf(name)
    const [whole, parts] = [gaussianOf(features), streamed(features)]
    expect(parts.spectrum.rank).toBe(whole.spectrum.rank)
    expect(errorOf(parts.spectrum.trace, whole.spectrum.trace)).toBeLessThan(1e-12)
    const { value } = frechetDistance(whole, parts)
    expect(value).toBeLessThanOrEqual(1e-6 * whole.spectrum.trace)
  })
})

describe('the Fréchet distance', () => {
  const sameDim = names.flatMap((a) => names.map((b) => [a, b] as const))
  const pairs = sameDim.filter(([a, b]) => setOf(a).dim === setOf(b).dim)

  it.each(pairs)('of %s and %s is finite, not negative, and symmetric', (a, b) => {
    const [first, second] = [gaussianOf(setOf(a)), gaussianOf(setOf(b))]
    const there = frechetDistance(first, second)
    const back = frechetDistance(second, first)
    const scale = first.spectrum.trace + second.spectrum.trace
    for (const value of Object.values(there)) expect(value).toBeGreaterThanOrEqual(0)
    expect(Number.isFinite(there.value)).toBe(true)
    expect(errorOf(back.value, there.value, scale)).toBeLessThan(1e-9)
    if (a === b) expect(there.value).toBeLessThanOrEqual(1e-7 * scale)
  })

  it('of Gaussians with known parameters is what the formula gives', () => {
    // Independent features: the sum of (s1 - s2)² + (m1 - m2)².
    const two = (deviation: number, mean: number) =>
      featureMatrix(
        Float32Array.of(...[1, 1, -1, -1].flatMap((x, i) => [x, i % 2 ? 1 : -1]), 0, 0).map(
          (value) => value * deviation + mean,
        ),
        2,
      )
    const { value, means, covariances } = frechetDistance(
      gaussianOf(two(1, 0)),
      gaussianOf(two(3, 2)),
    )
    // Variances are 4 / (5 - 1) times the squared deviation.
    expect(means).toBeCloseTo(8, 12)
    expect(covariances).toBeCloseTo(8, 12)
    expect(value).toBeCloseTo(16, 12)
  })

  it('of images shifted by a constant is the square of the shift', () => {
    const real = normalSet(200, 8, 1)
    const moved = featureMatrix(
      real.data.map((value) => value + 2),
      8,
    )
    const { details } = fid.compute({ real, generated: moved, seed: SEED })
    expect(details['means']).toBeCloseTo(32, 5)
    expect(details['covariances']).toBeLessThan(1e-5)
  })

  it.each([1e36, 1e-36])('of features around %f is finite', (size) => {
    const [real, generated] = [normalSet(50, 8, 1, size), normalSet(6, 8, 2, size)]
    const plain = { real: normalSet(50, 8, 1), generated: normalSet(6, 8, 2), seed: SEED }
    const { value } = fid.compute({ real, generated, seed: SEED })
    expect(errorOf(value / size / size, fid.compute(plain).value)).toBeLessThan(1e-5)
    expect(Number.isFinite(kid.compute({ real, generated, seed: SEED }).value)).toBe(true)
  })

  it('of two collapsed generators is that of their images', () => {
    const collapsed = (value: number) => featureMatrix(new Float32Array(90).fill(value), 9)
    const { value, details } = fid.compute({
      ...{ real: collapsed(1), generated: collapsed(3), seed: SEED },
    })
    expect(value).toBe(36)
    expect(details).toMatchObject({ realRank: 0, generatedRank: 0, covariances: 0 })
  })
})

describe('the bias from few images', () => {
  it('makes FID-infinity of images from one distribution closer to 0 than FID', () => {
    const inputs = { real: normalSet(4000, 10, 1), generated: normalSet(500, 10, 2), seed: SEED }
    const biased = fid.compute(inputs).value
    expect(Math.abs(fidInfinity.compute(inputs).value)).toBeLessThan(biased / 2)
  })

  it('does not affect KID: it is around 0 for images from one distribution, and above for others', () => {
    const real = normalSet(300, 10, 1)
    const values = [2, 3, 4, 5, 6, 7].map(
      (seed) => kid.compute({ real, generated: normalSet(60, 10, seed), seed: SEED }).value,
    )
    expect(values.some((value) => value < 0)).toBe(true)
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(0.2)
    const other = kid.compute({ real, generated: normalSet(60, 10, 2, 1, 0.7), seed: SEED })
    expect(other.value).toBeGreaterThan(0.4)
  })

  it('KID of a set and itself does not pair an image with itself', () => {
    const real = normalSet(40, 5, 1)
    const same = kid.compute({
      real,
      generated: reordered(real, [...Array(40).keys()]),
      seed: SEED,
    })
    expect(same.value).toBeLessThan(0)
    expect(same.protocol).toMatchObject({ subsets: 1, subsetSize: 40 })
  })
})
