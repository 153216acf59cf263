import { describe, expect, it } from 'vitest'
import type { Metrics } from '../../../contract/metrics/record'
import { emptyBand } from './metrics-bands'
import type { Band } from './metrics-bands'
import {
  aligned,
  append,
  bucketOf,
  emptySeries,
  fromWindow,
  join,
  lastStep,
  rebucket,
  slice,
  spans,
  splice,
  startOf,
} from './metrics-series'
import type { Series } from './metrics-series'

/** Returns a seeded generator of numbers in [0, 1). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function points(from: number, to: number, seed = 1): Metrics[] {
  const next = random(seed)
  const list: Metrics[] = []
  for (let step = from; step <= to; step++) {
    list.push({ step, epoch: 1, lossD: next() * 3, lossG: next(), dReal: next(), dFake: next() })
  }
  return list
}

const whole = (from: number, to: number): Series =>
  append(emptySeries(from), points(from, to, from + to))

/** Counts how often the series covers each step. */
function coverage(series: Series): Map<number, number> {
  const times = new Map<number, number>()
  series.step.forEach((last, i) => {
    for (let step = startOf(series, i); step <= last; step++) {
      times.set(step, (times.get(step) ?? 0) + 1)
    }
  })
  return times
}

function expectEachOnce(series: Series, from: number, to: number): void {
  const times = coverage(series)
  expect(times.size).toBe(Math.max(0, to - from + 1))
  for (let step = from; step <= to; step++) expect(times.get(step)).toBe(1)
  for (const { mean, low, high } of series.bands.values()) {
    expect([mean.length, low.length, high.length]).toEqual(Array(3).fill(series.step.length))
    mean.forEach((value, i) => {
      expect(value).toBeGreaterThanOrEqual((low[i] ?? NaN) - 1e-12)
      expect(value).toBeLessThanOrEqual((high[i] ?? NaN) + 1e-12)
    })
  }
}

const bandOf = (series: Series, key: string): Band => series.bands.get(key) ?? emptyBand()
const weightedSum = (series: Series): number => {
  const { mean } = bandOf(series, 'lossD')
  return spans(series).reduce((sum, span, i) => sum + span * (mean[i] ?? NaN), 0)
}

describe('append', () => {
  it('covers each step once, even if added repeatedly', () => {
    const once = append(emptySeries(), points(1, 20))
    expectEachOnce(append(append(once, points(5, 20)), points(11, 25)), 1, 25)
  })

  it('does not change the original', () => {
    const series = whole(1, 5)
    const before = structuredClone(series)
    append(series, points(6, 9))
    expect(series).toEqual(before)
    expect(append(series, points(2, 4))).toBe(series)
  })
})

describe('aligned', () => {
  it('covers each step once in at most one bucket over the limit', () => {
    for (const [from, to, limit] of [
      [1, 10_000, 300],
      [777, 5000, 64],
      [1, 40, 300],
      [3, 3, 1],
    ] as const) {
      const thin = aligned(whole(from, to), limit)
      expectEachOnce(thin, from, to)
      expect(thin.step.length).toBeLessThanOrEqual(limit + 1)
    }
    expect(aligned(emptySeries(), 10).step).toEqual([])
  })

  it('keeps its bucket edges while the series grows or the range moves', () => {
    const all = whole(1, 8192)
    const edges = new Set(aligned(all, 500).step)
    for (const [from, to] of [
      [1, 8100],
      [1, 8001],
      [100, 8192],
      [150, 8180],
    ] as const) {
      const inner = aligned(slice(all, from, to), 500).step.slice(0, -1)
      expect(inner.length).toBeGreaterThan(200)
      for (const step of inner) expect(edges.has(step)).toBe(true)
    }
  })

  it('returns the same series if it is within the limit', () => {
    const series = whole(1, 200)
    expect(aligned(series, 200)).toBe(series)
  })
})

describe('rebucket', () => {
  it('covers each step once and keeps sums, minima and maxima', () => {
    for (const count of [1, 2, 7, 99, 1000, 4701]) {
      const series = whole(1, count)
      for (const limit of [1, 2, 3, 10, 500]) {
        const thin = rebucket(series, limit)
        expect(thin.step.length).toBeLessThanOrEqual(limit)
        expectEachOnce(thin, 1, count)
        expect(weightedSum(thin)).toBeCloseTo(weightedSum(series), 6)
        const [got, all] = [bandOf(thin, 'lossG'), bandOf(series, 'lossG')]
        expect(Math.min(...got.low)).toBe(Math.min(...all.low))
        expect(Math.max(...got.high)).toBe(Math.max(...all.high))
      }
    }
  })

  it('keeps its invariants while points stream in for a long run', () => {
    let series = emptySeries()
    let sum = 0
    for (let from = 1; from < 20_000; from += 37) {
      const fresh = points(from, from + 36, from)
      sum += fresh.reduce((total, { lossD }) => total + (lossD ?? NaN), 0)
      series = append(series, fresh)
      if (series.step.length > 400) series = rebucket(series, 200)
    }
    expectEachOnce(series, 1, lastStep(series))
    expect(weightedSum(series)).toBeCloseTo(sum, 4)
  })

  it('merges a tail of single steps as much as the rest', () => {
    const thin = rebucket(whole(1, 10_000), 100)
    const grown = rebucket(append(thin, points(10_001, 10_100)), 100)
    expect(Math.max(...spans(grown))).toBeLessThanOrEqual(2 * Math.ceil(10_100 / 100))
    expect(grown.step.length).toBeGreaterThan(50)
  })
})

describe('slice and splice', () => {
  it('cuts out exactly the requested steps', () => {
    const series = rebucket(whole(1, 500), 23)
    for (const [from, to] of [
      [1, 500],
      [17, 17],
      [40, 333],
      [-5, 9],
      [499, 900],
    ] as const) {
      expectEachOnce(slice(series, from, to), Math.max(1, from), Math.min(500, to))
    }
    expect(slice(series, 501, 600).step).toEqual([])
  })

  it('replaces coarse buckets by detail', () => {
    const base = rebucket(whole(1, 1000), 20)
    for (const [from, to] of [
      [1, 1000],
      [1, 77],
      [333, 444],
      [950, 1000],
    ] as const) {
      const detail = whole(from, to)
      const both = splice(base, detail)
      expectEachOnce(both, 1, 1000)
      expect(slice(both, from, to)).toEqual(detail)
    }
    expect(splice(base, emptySeries(30))).toBe(base)
  })
})

describe('bucketOf', () => {
  it('finds the bucket that contains a step', () => {
    const series = rebucket(whole(1, 300), 17)
    for (let step = 1; step <= 300; step++) {
      const i = bucketOf(series, step)
      expect(startOf(series, i)).toBeLessThanOrEqual(step)
      expect(series.step[i]).toBeGreaterThanOrEqual(step)
    }
    expect(bucketOf(series, -3)).toBe(0)
    expect(bucketOf(series, 999)).toBe(series.step.length - 1)
    expect(bucketOf(emptySeries(), 1)).toBe(-1)
  })
})

describe('metrics that some steps lack', () => {
  /** A metric at every seventh step from 400. */
  const rare = (from: number, to: number): Metrics[] =>
    Array.from({ length: to - from + 1 }, (_, i) => {
      const step = from + i
      return { step, epoch: 1, often: 1, ...(step >= 400 && step % 7 === 0 ? { rare: step } : {}) }
    })
  const sparse = append(append(emptySeries(), rare(1, 399)), rare(400, 1000))

  /** Expects each bucket's values of `rare` to be those of its steps, or NaN. */
  function expectRare(series: Series): void {
    const { mean, low, high } = bandOf(series, 'rare')
    expect([mean.length, low.length, high.length]).toEqual(Array(3).fill(series.step.length))
    series.step.forEach((last, i) => {
      const begin = startOf(series, i)
      const held = rare(begin, last).flatMap((point) => point['rare'] ?? [])
      expect([low[i], high[i]]).toEqual(
        held.length === 0 ? [NaN, NaN] : [Math.min(...held), Math.max(...held)],
      )
      expect(Number.isNaN(mean[i])).toBe(held.length === 0)
      if (held.length > 0) {
        expect(mean[i]).toBeGreaterThanOrEqual(Math.min(...held))
        expect(mean[i]).toBeLessThanOrEqual(Math.max(...held))
      }
    })
  }

  it('stay at their steps through appending, merging, slicing and joining', () => {
    expectRare(sparse)
    for (const limit of [1, 3, 60, 333]) expectRare(rebucket(sparse, limit))
    for (const limit of [64, 500]) expectRare(aligned(sparse, limit))
    expectRare(slice(sparse, 390, 777))
    const lacking = append(emptySeries(), rare(1, 399))
    const having = append(emptySeries(400), rare(400, 500))
    expectRare(splice(append(lacking, rare(400, 1000)), having))
    expectRare(append(rebucket(sparse, 50), rare(1001, 1100)))
    expect(bandOf(join([lacking, having]), 'rare').mean.slice(0, 399)).toEqual(Array(399).fill(NaN))
  })
})

describe('fromWindow', () => {
  it('starts the first bucket at the requested step', () => {
    const band = { mean: [1], low: [1], high: [1] }
    const window = { step: [60], series: { lossD: band }, lastStep: 90 }
    expect(spans(fromWindow(window, 51))).toEqual([10])
    expect(spans(fromWindow(window))).toEqual([60])
  })
})
