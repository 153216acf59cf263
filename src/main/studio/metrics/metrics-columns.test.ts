import { describe, expect, test } from 'vitest'
import type { Metrics } from '../../../contract/metrics/record'
import { metricsWindowSchema } from '../../../contract/metrics/window'
import type { MetricsWindow } from '../../../contract/metrics/window'
import { seededRandom } from '../../storage/testing/samples-of-data'
import { MetricsColumns } from './metrics-columns'

const random = seededRandom(3)

/** Points of the given steps, all with different values. */
function pointsOf(steps: readonly number[]): Metrics[] {
  return steps.map((step) => ({
    step,
    epoch: Math.ceil(step / 10),
    lossD: random() * 3,
    lossG: -random(),
    dReal: random(),
    dFake: random() / 1e6,
  }))
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)

/** NaN where the bucket has no value. */
function bucket({ series }: MetricsWindow, key: string, i: number) {
  const { mean, low, high } = series[key] ?? { mean: [], low: [], high: [] }
  return { mean: mean[i] ?? NaN, low: low[i] ?? NaN, high: high[i] ?? NaN }
}

function columnsOf(points: readonly Metrics[]): MetricsColumns {
  const columns = new MetricsColumns()
  columns.append(points)
  return columns
}

describe('a window', () => {
  test.each([
    { steps: range(1), buckets: 1 },
    { steps: range(7), buckets: 3 },
    { steps: range(5), buckets: 4000 },
    { steps: range(5000), buckets: 1 },
    { steps: range(4999), buckets: 1000 },
    { steps: range(5000).filter((step) => step % 7 !== 0), buckets: 64 },
    { steps: range(5000), buckets: 100, from: 1234, to: 4321 },
    { steps: range(5000), buckets: 100, from: 4999 },
    { steps: [5, 900, 901], buckets: 2, from: 6, to: 900 },
  ])('of $buckets buckets from $from to $to contains every point exactly once', (given) => {
    const { steps, buckets, from = 1, to = Infinity } = given
    const points = pointsOf(steps)
    const window = columnsOf(points).window({ buckets, from, to })
    expect(metricsWindowSchema.parse(window)).toEqual(window)
    const inside = points.filter(({ step }) => step >= from && step <= to)
    expect(window.step).toHaveLength(Math.min(buckets, inside.length))
    expect(window.step.at(-1)).toBe(inside.at(-1)?.step)
    expect(window.lastStep).toBe(steps.at(-1))
    expect(Object.keys(window.series)).toEqual(['lossD', 'lossG', 'dReal', 'dFake'])
    let before = from - 1
    window.step.forEach((last, i) => {
      const held = inside.filter(({ step }) => step > before && step <= last)
      expect(held.length).toBeGreaterThan(0)
      for (const name of Object.keys(window.series)) {
        const values = held.map((point) => point[name] ?? NaN)
        const { mean, low, high } = bucket(window, name, i)
        expect(low).toBe(Math.min(...values))
        expect(high).toBe(Math.max(...values))
        expect(mean).toBeGreaterThanOrEqual(low)
        expect(mean).toBeLessThanOrEqual(high)
        expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 9)
      }
      before = last
    })
    expect(inside.filter(({ step }) => step > before)).toEqual([])
  })

  test('of equal values has exactly that mean, without rounding errors', () => {
    const points = pointsOf(range(1000)).map((point) => ({ ...point, lossD: 0.1 }))
    const { series } = columnsOf(points).window({ buckets: 3 })
    expect(series['lossD']?.mean).toEqual([0.1, 0.1, 0.1])
  })

  test('without points is empty', () => {
    expect(columnsOf([]).window({ buckets: 10 })).toMatchObject({ step: [], lastStep: 0 })
    const points = pointsOf(range(10))
    for (const span of [{ from: 11 }, { from: 4, to: 3 }, { to: 0 }]) {
      expect(columnsOf(points).window({ buckets: 10, ...span }).step).toEqual([])
    }
  })
})

test('points of steps that already exist are skipped', () => {
  const points = pointsOf(range(3000))
  const columns = columnsOf(points.slice(0, 2000))
  columns.append(points.slice(1500, 2500))
  columns.append(points.slice(10, 20))
  columns.append(points.slice(2400))
  expect(columns.length).toBe(3000)
  expect(columns.window({ buckets: 77 })).toEqual(columnsOf(points).window({ buckets: 77 }))
})

/** Points that lack some metrics: every third has `often`, every hundredth has `rare`. */
function sparsePoints(count: number): Metrics[] {
  return range(count).map((step) => ({
    step,
    epoch: 1,
    ...(step % 3 === 0 ? { often: random() } : {}),
    ...(step % 100 === 0 ? { rare: -random() } : {}),
    // A name from Object.prototype is a metric like any other.
    ...(step > 2000 ? { constructor: step } : {}),
  }))
}

describe('metrics that steps may lack', () => {
  test.each([1, 7, 64, 1000, 4000])(
    'are averaged over the steps that have them, in %i buckets',
    (buckets) => {
      const points = sparsePoints(5000)
      const window = columnsOf(points).window({ buckets })
      expect(metricsWindowSchema.parse(JSON.parse(JSON.stringify(window)))).toEqual(window)
      let before = 0
      window.step.forEach((last, i) => {
        const held = points.filter(({ step }) => step > before && step <= last)
        for (const key of ['often', 'rare', 'constructor']) {
          const values = held.flatMap((point) => (Object.hasOwn(point, key) ? [point[key]] : []))
          const { mean, low, high } = window.series[key] ?? {}
          if (values.length === 0) {
            expect([mean?.[i], low?.[i], high?.[i]]).toEqual([null, null, null])
          } else {
            expect(low?.[i]).toBe(Math.min(...(values as number[])))
            expect(high?.[i]).toBe(Math.max(...(values as number[])))
          }
        }
        before = last
      })
      expect(Object.keys(window.series).sort()).toEqual(['constructor', 'often', 'rare'])
    },
  )

  test('are listed even in a window that has none of their values', () => {
    const { series } = columnsOf(sparsePoints(500)).window({ from: 101, to: 110, buckets: 5 })
    expect(series['rare']?.mean).toEqual(Array(5).fill(null))
  })

  test('are limited in number, except for known ones', () => {
    const columns = new MetricsColumns()
    columns.append(range(2000).map((step) => ({ step, epoch: 1, [`key${step}`]: 1 })))
    columns.append([{ step: 2001, epoch: 1, lossD: 5 }])
    const { series } = columns.window({ buckets: 1 })
    expect(Object.keys(series)).toHaveLength(65)
    expect(series['lossD']?.mean).toEqual([5])
  })
})
