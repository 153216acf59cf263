import { describe, expect, it } from 'vitest'
import { fidChart, qualityChart } from '../../../contract/metrics/images/charts'
import { fid } from '../../../contract/metrics/images/fid'
import { chartsOf, linesOf, pointAt, readingOf } from './evaluation-lines'
import { measuredAt, resultOf } from './testing'

const floorOf = (fid: number) => ({
  floor: { split: 'training' as const, count: 80, results: [resultOf('fid', fid)] },
})
const floorOfCount = (count: number, fid: number) => ({
  floor: { split: 'training' as const, count, results: [resultOf('fid', fid)] },
})

const evaluations = [
  measuredAt(100, { fid: 90 }, { count: 20, pass: 'cheap', ...floorOf(5) }),
  measuredAt(200, { fid: 50 }, { count: 20, pass: 'cheap', ...floorOf(6) }),
  measuredAt(200, { fid: 40, recall: 0.5 }, floorOf(2)),
  measuredAt(300, { recall: 0.6, madeUp: 1 }),
]

describe('the lines of a chart', () => {
  it('join only values of the same number of images', () => {
    const lines = linesOf(fidChart, evaluations)
    expect(lines.map(({ count, points }) => [count, points.map(({ value }) => value)])).toEqual([
      [80, [40]],
      [20, [90, 50]],
    ])
  })

  it('each have their own newest floor', () => {
    const floors = linesOf(fidChart, evaluations).map(({ floor }) => floor?.value)
    expect(floors).toEqual([2, 6])
    expect(linesOf(qualityChart, evaluations).map(({ floor }) => floor)).toEqual([undefined])
  })

  it('are in the charts of the metrics that were measured, and no others', () => {
    expect(chartsOf(evaluations)).toEqual([fidChart, qualityChart])
    expect(chartsOf([measuredAt(1, { madeUp: 1 })])).toEqual([])
  })
})

describe('the reading at a step', () => {
  const lines = linesOf(fidChart, evaluations)
  const valueAt = (step?: number) => readingOf(lines, step).get(fid)?.value

  it('is the newest value up to it, of the most images', () => {
    expect(valueAt()).toBe(40)
    expect(valueAt(250)).toBe(40)
    expect(valueAt(200)).toBe(40)
    expect(valueAt(199)).toBe(90)
    expect(valueAt(99)).toBeUndefined()
  })

  it('has the floor of as many images as the value, not that of other values', () => {
    const mixed = [
      measuredAt(100, { fid: 900 }, { count: 80, ...floorOfCount(80, 1) }),
      measuredAt(200, { fid: 500 }, { count: 20, pass: 'cheap', ...floorOfCount(20, 4) }),
    ]
    const at = (step?: number) => readingOf(linesOf(fidChart, mixed), step).get(fid)
    expect(at()).toMatchObject({ value: 500, count: 20, floor: { value: 4, count: 20 } })
    expect(at(150)).toMatchObject({ value: 900, count: 80, floor: { value: 1, count: 80 } })
  })

  it('prefers a floor of as many images to one that was measured later with fewer', () => {
    const some = [
      measuredAt(100, { fid: 9 }, floorOfCount(80, 1)),
      measuredAt(200, { fid: 8 }, floorOfCount(70, 2)),
    ]
    expect(linesOf(fidChart, some)[0]?.floor).toEqual({ value: 1, count: 80 })
    expect(linesOf(fidChart, some.slice(1))[0]?.floor).toEqual({ value: 2, count: 70 })
  })

  it('is a point of one line', () => {
    expect(lines.map((line) => pointAt(line, 150)?.value)).toEqual([undefined, 90])
  })
})
