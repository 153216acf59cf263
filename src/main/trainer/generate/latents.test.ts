import { describe, expect, test } from 'vitest'
import { latentPortions, latentsBetween, slerp } from './latents'

const source = { seed: 5, latentScale: 1 }
const drawn = (count: number, portion = 256, from = source): number[] =>
  [...latentPortions(7, from, count, portion)].flatMap((latents) => [...latents])

describe('latents', () => {
  test('of an image do not depend on the number of images or the size of portions', () => {
    expect(drawn(10, 3)).toEqual(drawn(100, 64).slice(0, 70))
    expect(new Set(drawn(10)).size).toBe(70)
    expect(drawn(10, 3, { ...source, seed: 6 })).not.toEqual(drawn(10))
  })

  test('have the requested standard deviation', () => {
    const scaled = drawn(10, 256, { ...source, latentScale: 2.5 })
    expect(scaled).toEqual(drawn(10).map((value) => Math.fround(value * 2.5)))
  })
})

describe('the path between two images', () => {
  test('begins and ends with exactly their latents, in both directions', () => {
    const all = drawn(9)
    const row = (n: number): number[] => all.slice(7 * n, 7 * n + 7)
    const way = [...latentsBetween(7, source, { from: 8, to: 2 }, 5)]
    expect(way.slice(0, 7)).toEqual(row(8))
    expect(way.slice(-7)).toEqual(row(2))
    const back = [...latentsBetween(7, source, { from: 2, to: 8 }, 5)]
    for (let i = 0; i < 5; i++) {
      way.slice(7 * i, 7 * i + 7).forEach((value, j) => {
        expect(back[7 * (4 - i) + j]).toBeCloseTo(value, 5)
      })
    }
  })

  test('from an image to itself is constant', () => {
    const way = [...latentsBetween(7, source, { from: 3, to: 3 }, 4)]
    for (let i = 0; i < 28; i++) expect(way[i]).toBeCloseTo(drawn(4)[21 + (i % 7)] ?? NaN, 5)
  })

  test('rotates at constant speed, and preserves the length of unit vectors', () => {
    const [a, b] = [Float32Array.of(1, 0, 0), Float32Array.of(0, 1, 0)]
    for (const t of [0, 0.1, 0.5, 0.9, 1]) {
      const [x = NaN, y = NaN] = slerp(a, b, t)
      expect(Math.hypot(x, y)).toBeCloseTo(1, 6)
      expect(Math.atan2(y, x)).toBeCloseTo((t * Math.PI) / 2, 6)
    }
  })

  test.each([
    ['parallel', [2, 4]],
    ['opposite', [-1, -2]],
    ['zero', [0, 0]],
  ])('to a latent that is %s has only finite numbers', (_, end) => {
    const way = slerp(Float32Array.of(1, 2), Float32Array.from(end), 0.3)
    expect(way.every(Number.isFinite)).toBe(true)
  })
})
