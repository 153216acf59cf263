import { describe, expect, test } from 'vitest'
import type { Metrics } from '../../contract/run'
import { metricsWindowSchema, seriesNames } from '../../contract/summary'
import { seededRandom } from '../storage/testing/samples-of-data'
import { MetricsColumns } from './metrics-columns'

const random = seededRandom(3)

/** Points of the given steps with values that no two share. */
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
  ])('of $buckets buckets from $from to $to holds every point once', (given) => {
    const { steps, buckets, from = 1, to = Infinity } = given
    const points = pointsOf(steps)
    const window = columnsOf(points).window({ buckets, from, to })
    expect(metricsWindowSchema.parse(window)).toEqual(window)
    const inside = points.filter(({ step }) => step >= from && step <= to)
    expect(window.step).toHaveLength(Math.min(buckets, inside.length))
    expect(window.step.at(-1)).toBe(inside.at(-1)?.step)
    expect(window.lastStep).toBe(steps.at(-1))
    let before = from - 1
    window.step.forEach((last, i) => {
      const held = inside.filter(({ step }) => step > before && step <= last)
      expect(held.length).toBeGreaterThan(0)
      for (const name of seriesNames) {
        const values = held.map((point) => point[name])
        const [mean = NaN, low, high] = [
          window[name].mean[i],
          window[name].low[i],
          window[name].high[i],
        ]
        expect(low).toBe(Math.min(...values))
        expect(high).toBe(Math.max(...values))
        expect(mean).toBeGreaterThanOrEqual(low ?? NaN)
        expect(mean).toBeLessThanOrEqual(high ?? NaN)
        expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 9)
      }
      before = last
    })
    expect(inside.filter(({ step }) => step > before)).toEqual([])
  })

  test('of equal values has that very value as its mean, however it rounds', () => {
    const points = pointsOf(range(1000)).map((point) => ({ ...point, lossD: 0.1 }))
    expect(columnsOf(points).window({ buckets: 3 }).lossD.mean).toEqual([0.1, 0.1, 0.1])
  })

  test('of nothing is empty', () => {
    expect(columnsOf([]).window({ buckets: 10 })).toMatchObject({ step: [], lastStep: 0 })
    const points = pointsOf(range(10))
    for (const span of [{ from: 11 }, { from: 4, to: 3 }, { to: 0 }]) {
      expect(columnsOf(points).window({ buckets: 10, ...span }).step).toEqual([])
    }
  })
})

test('points that are there already, or come late, are left out', () => {
  const points = pointsOf(range(3000))
  const columns = columnsOf(points.slice(0, 2000))
  columns.append(points.slice(1500, 2500))
  columns.append(points.slice(10, 20))
  columns.append(points.slice(2400))
  expect(columns.length).toBe(3000)
  expect(columns.window({ buckets: 77 })).toEqual(columnsOf(points).window({ buckets: 77 }))
})
