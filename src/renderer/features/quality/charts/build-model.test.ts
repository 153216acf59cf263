import { describe, expect, it } from 'vitest'
import { fidChart } from '../../../../contract/metrics/images/charts'
import { linesOf } from '../evaluation-lines'
import { measuredAt, resultOf } from '../testing'
import { buildLineModel } from './build-model'
import type { LineModelParts } from './build-model'

const floor = (fid: number) => ({
  floor: { split: 'training' as const, count: 80, results: [resultOf('fid', fid)] },
})
const evaluations = [
  measuredAt(100, { fid: 90 }, { count: 20, pass: 'cheap', ...floor(5) }),
  measuredAt(200, { fid: 40, fidInfinity: 30 }, floor(2)),
]
const parts: LineModelParts = {
  lines: linesOf(fidChart, evaluations),
  hidden: new Set(),
  ...{
    range: undefined,
    fromZero: false,
    logarithmic: false,
    lastStep: 200,
    cursor: undefined,
    best: undefined,
  },
}
const model = (changes: Partial<LineModelParts> = {}) =>
  buildLineModel(
    { ...parts, ...changes },
    { color: (token) => token, formatStep: String, formatTick: String, formatLevel: String },
  )

describe('the model of a chart', () => {
  it('draws cheap passes hollow, and metrics with different dashes', () => {
    const { lines } = model()
    expect(lines.map(({ points }) => points.map(({ hollow }) => hollow))).toEqual([
      [false],
      [true],
      [false],
    ])
    const [full, cheap, infinity] = lines
    expect(cheap?.dash).toEqual(full?.dash)
    expect(infinity?.dash).not.toEqual(full?.dash)
  })

  it('marks the value that makes a checkpoint the best, and no other of its step', () => {
    const marked = (best: LineModelParts['best']) =>
      model({ best }).lines.map(({ points }) => points.map((point) => point.best))
    expect(marked({ step: 100, fid: 90 })).toEqual([[false], [true], [false]])
    expect(marked({ step: 200, fid: 90 })).toEqual([[false], [false], [false]])
    expect(marked(undefined)).toEqual([[false], [false], [false]])
  })

  it('marks to which pass each floor belongs', () => {
    expect(model().levels.map(({ label, value }) => [label, value])).toEqual([
      ['● 2', 2],
      ['△ 5', 5],
    ])
    const lines = linesOf(fidChart, evaluations.slice(1))
    expect(model({ lines }).levels.map(({ label }) => label)).toEqual(['2'])
  })

  it('covers all points and levels, unless the axis is fixed', () => {
    const { x, y } = model()
    expect(x).toEqual({ min: 0, max: 200 })
    expect(y.min).toBeLessThan(2)
    expect(y.max).toBeGreaterThan(90)
    expect(model({ fromZero: true }).y).toEqual({ min: 0, max: y.max })
    expect(model({ fromZero: true, logarithmic: true }).y.min).toBeGreaterThan(0)
    expect(model({ range: { min: 0, max: 1 } }).y).toEqual({ min: 0, max: 1 })
  })

  it('leaves out hidden metrics, and can be empty', () => {
    const hidden = new Set(['fid', 'fidInfinity'])
    expect(model({ hidden })).toMatchObject({ lines: [], levels: [], y: { min: 0, max: 1 } })
  })
})
