import { describe, expect, it } from 'vitest'
import { madeUpImages } from '../../../../test/support/made-up-images'
import { RandomStream } from '../../gan/random/random'
import { varietyOf, varietyOfData } from './grid-variety'

const noise = (length: number): Float32Array =>
  RandomStream.seeded(1, 'test').fillNormal(new Float32Array(length))

/** Images that are mixtures of the given number of patterns. */
function mixtures(count: number, length: number, patterns: number): Float32Array {
  const bases = noise(patterns * length)
  const weights = RandomStream.seeded(2, 'test').fillNormal(new Float32Array(count * patterns))
  return Float32Array.from({ length: count * length }, (_, at) => {
    const [image, i] = [Math.floor(at / length), at % length]
    let value = 0.5
    for (let k = 0; k < patterns; k++) {
      value += (weights[image * patterns + k] ?? 0) * (bases[k * length + i] ?? 0)
    }
    return value
  })
}

describe('the spread of images', () => {
  it('is 0 for equal images and 1 for black and white ones', () => {
    expect(varietyOf(Float32Array.of(0.5, -1, 0.5, -1), 2)).toEqual({ spread: 0, rank: 0 })
    expect(varietyOf(Float32Array.of(1, 1, -1, -1), 2).spread).toBe(1)
  })

  it('and the rank do not depend on the order of the images', () => {
    const [a, b, c] = [
      noise(60).subarray(0, 20),
      noise(60).subarray(20, 40),
      noise(60).subarray(40),
    ]
    const one = varietyOf(Float32Array.from([...a, ...b, ...c]), 3)
    const other = varietyOf(Float32Array.from([...c, ...a, ...b]), 3)
    expect(other.spread).toBeCloseTo(one.spread, 6)
    expect(other.rank).toBeCloseTo(one.rank, 6)
  })
})

describe('the rank of images', () => {
  it.each([1, 2, 5])('is at most the number of patterns: %d', (patterns) => {
    const { rank } = varietyOf(mixtures(25, 300, patterns), 25)
    expect(rank).toBeLessThanOrEqual(patterns + 1e-6)
    expect(rank).toBeGreaterThan(0.7 * patterns)
  })

  it('is almost the number of images for noise, and unchanged by their contrast', () => {
    const pixels = noise(25 * 2000)
    const { rank, spread } = varietyOf(pixels, 25)
    expect(rank).toBeGreaterThan(23)
    expect(rank).toBeLessThanOrEqual(24)
    const faint = varietyOf(
      pixels.map((value) => value / 100),
      25,
    )
    expect(faint.rank).toBeCloseTo(rank, 4)
    expect(faint.spread).toBeCloseTo(spread / 100, 6)
  })

  it('and the spread of large images are estimated from some of their values', () => {
    const pixels = mixtures(25, 3 * 64 * 64, 5)
    const { rank, spread } = varietyOf(pixels, 25)
    expect(rank).toBeGreaterThan(3.5)
    expect(rank).toBeLessThanOrEqual(5 + 1e-6)
    expect(spread).toBeGreaterThan(1)
  })
})

it('the variety of a data set is that of its images, even if there are fewer than requested', () => {
  const dataset = madeUpImages(7)
  const all = new Float32Array(7 * 64)
  dataset.images.gather(
    Uint32Array.from({ length: 7 }, (_, i) => i),
    all,
  )
  expect(varietyOfData(dataset, 25)).toEqual(varietyOf(all, 7))
  expect(varietyOfData(dataset, 3).rank).toBeLessThan(3)
})
