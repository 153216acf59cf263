import { describe, expect, it } from 'vitest'
import type { Evaluation } from '../../../../contract/evaluations/evaluation'
import { evaluationOf, measuredAt, resultOf } from '../../quality/testing'
import { commonCount, evaluationsWith, floorsOf, metricsIn, sharedProtocols } from './measured'

const { protocol } = evaluationOf()
const otherNet = { ...protocol, net: { ...protocol.net, sha256: 'e'.repeat(64) } }
const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T10:00:00.000Z`
const fid = (step: number, day: number, changes: Partial<Evaluation> & { count?: number } = {}) =>
  measuredAt(step, { fid: step }, { ...changes, measuredAt: at(day) })
const withOther = (step: number, day: number) =>
  evaluationOf({ step, protocol: otherNet, measuredAt: at(day) })

describe('the protocols of several runs', () => {
  it('are ordered by the number of runs, then by when they were last used', () => {
    const runs = [
      { id: 'a', evaluations: [fid(1, 1), withOther(1, 9), withOther(2, 9)] },
      { id: 'b', evaluations: [fid(1, 2)] },
    ]
    expect(sharedProtocols(runs).map(({ runs: ids }) => ids)).toEqual([['a', 'b'], ['a']])
    const tied = [
      { id: 'a', evaluations: [fid(1, 1)] },
      { id: 'b', evaluations: [withOther(1, 9)] },
    ]
    expect(sharedProtocols(tied).map(({ runs: ids }) => ids)).toEqual([['b'], ['a']])
    expect(sharedProtocols([])).toEqual([])
  })

  it('are the same with averaged and current weights, but not with another net', () => {
    const runs = [
      { id: 'a', evaluations: [fid(1, 1, { weights: 'ema' })] },
      { id: 'b', evaluations: [fid(1, 1, { weights: 'raw' })] },
      { id: 'c', evaluations: [withOther(1, 1)] },
    ]
    expect(sharedProtocols(runs).map(({ runs: ids }) => ids)).toEqual([['a', 'b'], ['c']])
  })

  it('are the same with and without classes, if each was asked for as often as it occurs', () => {
    const asked = (classes: 'asReal' | 'equal') =>
      evaluationOf({ step: 1, protocol: { ...protocol, classes }, measuredAt: at(1) })
    const runs = [
      { id: 'without', evaluations: [fid(1, 1)] },
      { id: 'as real', evaluations: [asked('asReal')] },
      { id: 'equal', evaluations: [asked('equal')] },
    ]
    const shared = sharedProtocols(runs)
    expect(shared.map(({ runs: ids }) => ids)).toEqual([['without', 'as real'], ['equal']])
    const [first] = shared
    for (const { evaluations } of runs.slice(0, 2)) {
      expect(evaluationsWith(evaluations, first?.key ?? '')).toEqual(evaluations)
    }
  })

  it('leave out weights that belong to no checkpoint', () => {
    expect(sharedProtocols([{ id: 'a', evaluations: [evaluationOf({ step: null })] }])).toEqual([])
  })
})

it('never joins averaged and current weights of one run', () => {
  const all = [
    fid(1, 3, { weights: 'ema' }),
    fid(1, 4, { weights: 'raw' }),
    fid(2, 5, { weights: 'ema' }),
    withOther(3, 6),
  ]
  const key = sharedProtocols([{ id: 'a', evaluations: all.slice(0, 3) }])[0]?.key ?? ''
  expect(evaluationsWith(all, key)).toEqual([all[0], all[2]])
  expect(evaluationsWith(all, 'another')).toEqual([])
})

it('shows the metrics that any run has, FID first', () => {
  const all = [measuredAt(1, { recall: 0.5 }), measuredAt(2, { kid: 1, fid: 2, unknown: 3 })]
  expect(metricsIn(all).map(({ key }) => key)).toEqual(['fid', 'kid', 'recall'])
})

describe('the number of images to compare by', () => {
  const run = (id: string, ...counts: number[]) => ({
    id,
    evaluations: counts.map((count, i) => fid(i, 1, { count })),
  })

  it('is that of most runs, whatever is preferred', () => {
    const runs = [run('a', 20, 20, 80), run('b', 80), run('c', 20, 20)]
    expect(commonCount([...runs, run('d', 80)], 'fid', 'often')).toBe(80)
    expect(commonCount([...runs, run('d', 20)], 'fid', 'many')).toBe(20)
  })

  it('of two, is the one with more values or with more images', () => {
    const runs = [run('a', 20, 20, 80), run('b', 20, 20, 80)]
    expect(commonCount(runs, 'fid', 'often')).toBe(20)
    expect(commonCount(runs, 'fid', 'many')).toBe(80)
  })

  it('is none if no run has the metric', () => {
    expect(commonCount([run('a', 20)], 'kid', 'many')).toBeUndefined()
  })
})

it('shows the newest floor for each number of images, most images first', () => {
  const withFloor = (day: number, count: number, value: number) => ({
    ...fid(day, day, { count, pass: count > 50 ? 'full' : 'cheap' }),
    floor: { split: 'heldOut' as const, count, results: [resultOf('fid', value)] },
  })
  const runs = [
    { id: 'a', evaluations: [withFloor(1, 20, 5), withFloor(4, 80, 1), fid(5, 5)] },
    { id: 'b', evaluations: [withFloor(3, 20, 4), withFloor(2, 80, 2)] },
  ]
  expect(floorsOf(runs, 'fid')).toEqual([
    { value: 1, count: 80, pass: 'full' },
    { value: 4, count: 20, pass: 'cheap' },
  ])
  expect(floorsOf(runs, 'kid')).toEqual([])
})
