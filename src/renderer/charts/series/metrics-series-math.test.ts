import { describe, expect, it } from 'vitest'
import { smooth, valueRange, withoutOutliers } from './metrics-series-math'

describe('smooth', () => {
  it("is TensorBoard's debiased average on points of one unit", () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6]
    const weight = 0.7
    let last = 0
    const expected = values.map((value, i) => {
      last = last * weight + (1 - weight) * value
      return last / (1 - weight ** (i + 1))
    })
    const spans = values.map(() => 5)
    smooth(values, spans, weight, 5).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] ?? NaN, 12)
    })
  })

  it('keeps a constant for any spans and weight', () => {
    for (const weight of [0, 0.5, 0.9, 0.999]) {
      for (const value of smooth(Array(50).fill(2.5), spansOf(50), weight, 13)) {
        expect(value).toBeCloseTo(2.5, 9)
      }
    }
  })

  it('keeps the values at weight 0, and starts at the first value', () => {
    const values = [5, -1, 7]
    expect(smooth(values, [1, 1, 1], 0, 1)).toEqual(values)
    expect(smooth(values, [1, 1, 1], 0.99, 1)[0]).toBeCloseTo(5, 12)
  })

  it('stays between the lowest and the highest value', () => {
    const values = Array.from({ length: 200 }, (_, i) => Math.sin(i * i))
    for (const value of smooth(values, spansOf(200), 0.9, 4)) {
      expect(value).toBeGreaterThanOrEqual(Math.min(...values))
      expect(value).toBeLessThanOrEqual(Math.max(...values))
    }
  })

  it('skips gaps and smooths the values as if there were none', () => {
    const values = [3, NaN, 1, 4, NaN, NaN, 1, 5]
    const spans = values.map((_, i) => i + 1)
    const present = values.flatMap((value, i) => (Number.isNaN(value) ? [] : [i]))
    const packed = smooth(
      present.map((i) => values[i] ?? NaN),
      present.map((i) => spans[i] ?? NaN),
      0.8,
      2,
    )
    const smoothed = smooth(values, spans, 0.8, 2)
    expect(present.map((i) => smoothed[i])).toEqual(packed)
    expect(smoothed.map(Number.isNaN)).toEqual(values.map(Number.isNaN))
  })

  it('gives the same result for one bucket or many of the same value', () => {
    const coarse = smooth([0, 4], [10, 10], 0.8, 5)
    const fine = smooth([0, ...Array<number>(10).fill(4)], [10, ...Array(10).fill(1)], 0.8, 5)
    expect(fine.at(-1)).toBeCloseTo(coarse.at(-1) ?? NaN, 12)
  })

  function spansOf(count: number): number[] {
    return Array.from({ length: count }, (_, i) => 1 + ((i * 7) % 20))
  }
})

describe('valueRange', () => {
  it('covers every value that can be drawn', () => {
    const lists = [
      [1, 2, Number.NaN],
      [-3, 0, Infinity],
    ]
    const range = valueRange(lists, false)
    expect(range?.min).toBeLessThan(-3)
    expect(range?.max).toBeGreaterThan(2)
    const logarithmic = valueRange(lists, true)
    expect(logarithmic?.min).toBeGreaterThan(0)
    expect(logarithmic?.min).toBeLessThan(1)
  })

  it('is never empty, and undefined without values', () => {
    for (const level of [0, 1, -4]) {
      const range = valueRange([[level, level]], false)
      expect((range?.max ?? 0) - (range?.min ?? 0)).toBeGreaterThan(0)
    }
    expect(valueRange([], false)).toBeUndefined()
    expect(valueRange([[-1, 0]], true)).toBeUndefined()
  })
})

describe('withoutOutliers', () => {
  const usual = Array.from({ length: 200 }, (_, i) => 1 + 0.3 * Math.sin(i * 12.9898))

  it('removes the few values that would squeeze all others, at either end and on both scales', () => {
    for (const logarithmic of [false, true]) {
      for (const far of [[5e5], [6.5e20, 3e7], [1e-9, 5e5]]) {
        const kept = withoutOutliers([...usual, ...far], logarithmic)
        expect(kept).toEqual(usual)
      }
    }
  })

  it('keeps everything if no values or many values are far from the rest', () => {
    expect(withoutOutliers(usual, false)).toEqual(usual)
    const rising = Array.from({ length: 100 }, (_, i) => i)
    expect(withoutOutliers(rising, false)).toEqual(rising)
    // The values of a run that diverges and stays there are not outliers.
    const diverged = [...usual, ...usual.slice(0, 40).map((value) => value * 1e6)]
    expect(withoutOutliers(diverged, false)).toEqual(diverged)
  })

  it('keeps all of a few values and ignores gaps', () => {
    expect(withoutOutliers([1, 1, NaN, 5e5], false)).toEqual([1, 1, 5e5])
    expect(withoutOutliers([], true)).toEqual([])
    expect(withoutOutliers([-1, 0, 2], true)).toEqual([2])
  })

  it('removes at most 2% at either end and adds nothing', () => {
    for (let n = 20; n < 400; n += 7) {
      const values = Array.from({ length: n }, (_, i) => Math.exp(((i * 7919) % 97) / 6))
      const kept = withoutOutliers(values, false)
      expect(kept.length).toBeGreaterThanOrEqual(n - 2 * Math.ceil(n * 0.02))
      expect(kept.every((value) => values.includes(value))).toBe(true)
    }
  })
})
