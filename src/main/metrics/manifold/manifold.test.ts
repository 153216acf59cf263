import { describe, expect, it } from 'vitest'
import { BLOCK, featureMatrix } from '../features/feature-matrix'
import type { FeatureMatrix } from '../features/feature-matrix'
import { pairBlocks, pairBlocksWithin } from '../features/pairs'
import type { Metric } from '../metric'
import { normalSet, reordered, setOf } from '../testing'
import { coverage } from './coverage'
import { density } from './density'
import { precision } from './precision'
import { recall } from './recall'

const SEED = 1
const of = (metric: Metric, real: FeatureMatrix, generated: FeatureMatrix): number =>
  metric.compute({ real, generated, seed: SEED }).value

describe('precision and recall are not swapped', () => {
  const real = normalSet(400, 4, 1)

  it('for a collapsed generator, whose few images look real', () => {
    const generated = reordered(
      real,
      Array.from({ length: 300 }, (_, i) => i % 3),
    )
    expect(of(precision, real, generated)).toBe(1)
    expect(of(recall, real, generated)).toBeLessThan(0.02)
    expect(of(density, real, generated)).toBeGreaterThan(0.2)
    expect(of(coverage, real, generated)).toBeLessThan(0.1)
  })

  it('for a generator that covers a small part of the data well', () => {
    const generated = normalSet(300, 4, 2, 0.1)
    expect(of(precision, real, generated)).toBeGreaterThan(0.95)
    expect(of(recall, real, generated)).toBeLessThan(0.05)
  })

  it('for noise that covers the data', () => {
    const generated = normalSet(300, 4, 3, 20)
    expect(of(precision, real, generated)).toBeLessThan(0.05)
    expect(of(recall, real, generated)).toBeGreaterThan(0.95)
    expect(of(density, real, generated)).toBeLessThan(0.05)
    expect(of(coverage, real, generated)).toBeLessThan(0.05)
  })

  it('for images like the real ones, for which all four are high', () => {
    const generated = normalSet(400, 4, 4)
    for (const metric of [precision, recall, coverage]) {
      expect(of(metric, real, generated), metric.key).toBeGreaterThan(0.8)
    }
    expect(of(density, real, generated)).toBeCloseTo(1, 0)
  })

  it('and swapping the sets swaps them', () => {
    const other = normalSet(100, 4, 5, 0.5, 0.5)
    expect(of(precision, real, other)).toBe(of(recall, other, real))
    expect(of(recall, real, other)).toBe(of(precision, other, real))
  })
})

describe('in small sets', () => {
  const line = (...at: number[]) => featureMatrix(Float32Array.from(at), 1)

  it.each([
    [2, { precision: 1, recall: 1, density: 1, coverage: 1 }],
    [3, { precision: 2, recall: 2, density: 2, coverage: 2 }],
    [4, { precision: 3, recall: 3, density: 3, coverage: 3 }],
    [5, { precision: 3, recall: 3, density: 4, coverage: 4 }],
    [6, { precision: 3, recall: 3, density: 5, coverage: 5 }],
    [7, { precision: 3, recall: 3, density: 5, coverage: 5 }],
  ])('of %i images, k is as large as possible, and reported', (count, wanted) => {
    const [real, generated] = [normalSet(count, 2, 1), normalSet(count, 2, 2)]
    for (const metric of [precision, recall, density, coverage]) {
      const { protocol } = metric.compute({ real, generated, seed: SEED })
      expect(protocol['k'], metric.key).toBe(wanted[metric.key as keyof typeof wanted])
    }
  })

  it('an image on the surface of a ball is inside', () => {
    const [real, surface, outside] = [line(0, 1), line(2, 2), line(2.5, 2.5)]
    expect(of(precision, real, surface)).toBe(1)
    expect(of(precision, real, outside)).toBe(0)
    // Equal images have balls of radius 0, which contain those images only.
    expect(of(recall, surface, line(2, 2, 2))).toBe(1)
    expect(of(recall, line(2, 3), line(2, 2, 2))).toBe(0.5)
  })

  it('an image is not its own neighbour, but an equal one is', () => {
    const real = line(0, 0, 5, 9)
    expect(of(coverage, real, line(4, 4))).toBe(1)
    expect(of(precision, line(0, 0, 0, 0, 9), line(0.5, 4))).toBe(1)
    expect(of(precision, line(0, 0, 0, 0), line(0.5, 4))).toBe(0)
  })
})

describe('distances', () => {
  it('of two sets have every pair once, in blocks', () => {
    const [a, b] = [normalSet(BLOCK + 3, 2, 1), normalSet(2 * BLOCK + 1, 2, 2)]
    const seen = new Set<string>()
    for (const { first, second, rows, columns, squared } of pairBlocks(a, b)) {
      expect(squared.length).toBeLessThanOrEqual(BLOCK * BLOCK)
      for (let at = 0; at < squared.length; at++) {
        seen.add(`${first + Math.floor(at / columns.count)},${second + (at % columns.count)}`)
      }
      expect(squared.length).toBe(rows.count * columns.count)
    }
    expect(seen.size).toBe(a.count * b.count)
  })

  it('within a set have every pair, and 0 only from an image to itself', () => {
    const set = normalSet(2 * BLOCK + 5, 2, 3)
    let pairs = 0
    for (const { first, second, columns, squared } of pairBlocksWithin(set)) {
      pairs += first === second ? squared.length : 2 * squared.length
      squared.forEach((value, at) => {
        const [i, j] = [first + Math.floor(at / columns.count), second + (at % columns.count)]
        expect(value === 0).toBe(i === j)
      })
    }
    expect(pairs).toBe(set.count ** 2)
  })

  it('are the same in a set compared with itself and with its copy', () => {
    const set = setOf('latticeA')
    const copy = reordered(
      set,
      Array.from({ length: set.count }, (_, i) => i),
    )
    for (const metric of [precision, recall, density, coverage]) {
      expect(of(metric, set, set), metric.key).toBe(of(metric, set, copy))
    }
  })
})
