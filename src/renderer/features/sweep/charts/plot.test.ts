import { describe, expect, it } from 'vitest'
import type { SweepRow } from '../table/rows'
import { byShade, distanceToLine, scoreAxis, scoredRows, settingAxis, SHADES } from './plot'

const row = (candidate: number, rung: number, scores: readonly number[]): SweepRow => ({
  ...{ candidate, rung, rungs: 3, state: 'pruned', values: {}, continued: false, out: undefined },
  score: scores.at(-1) ?? null,
  trials: [{ candidate, seed: 1, run: null, queued: 0, scores: [...scores], out: null }],
})
const rows = [row(2, 1, [9, 3]), row(0, 0, [5]), row(1, 0, [7]), row(3, 0, [])]
const order = (rung?: number) =>
  scoredRows(rows, 'fid', rung).map(({ row: { candidate }, rank }) => [candidate, rank])

describe('configurations with a score', () => {
  it('keep their order by their newest scores, and are sorted at a rung', () => {
    expect(order()).toEqual([
      [2, 1],
      [0, 0.5],
      [1, 0],
    ])
    expect(order(0).map(([candidate]) => candidate)).toEqual([0, 1, 2])
    expect(order(1)).toEqual([[2, 1]])
    expect(order(2)).toEqual([])
  })

  it('each have one colour', () => {
    const items = scoredRows(rows, 'fid', undefined).map((scored) => ({ scored }))
    const shades = byShade(items)
    expect(shades).toHaveLength(SHADES)
    expect(shades.flat()).toHaveLength(items.length)
    expect(shades.at(-1)?.map(({ scored }) => scored.row.candidate)).toEqual([2])
  })
})

describe('an axis', () => {
  const setting = { name: 'learningRate', isNumber: true, isLog: true }
  it('of a logarithmic range has equal ratios at equal distances', () => {
    const axis = settingAxis({ ...setting, values: [0.0001, 0.001, 0.01] })
    expect([0.0001, 0.001, 0.01].map(axis.shareOf).map((share) => share.toFixed(6))).toEqual([
      '0.000000',
      '0.500000',
      '1.000000',
    ])
  })

  it('of options has them at equal distances, and of one value in the middle', () => {
    const options = { name: 'loss', isNumber: false, isLog: false, values: ['a', 'b', 'c'] }
    expect(['a', 'b', 'c'].map(settingAxis(options).shareOf)).toEqual([0, 0.5, 1])
    expect(settingAxis({ ...options, values: ['a'] }).shareOf('a')).toBe(0.5)
    expect(settingAxis({ ...setting, values: [0.1] }).shareOf(0.1)).toBe(0.5)
  })

  it.each([
    [[1, 30], true],
    [[1, 3], false],
    [[-1, 300], false],
    [[0, 300], false],
    [[5], false],
  ])('of scores %j is logarithmic only if they are far apart: %s', (scores, isLog) => {
    const axis = scoreAxis(scores)
    expect(axis.isLog).toBe(isLog)
    for (const { share } of axis.ticks) {
      expect(share).toBeGreaterThanOrEqual(-0.01)
      expect(share).toBeLessThanOrEqual(1.01)
    }
  })
})

it('the distance from a line ends at its ends', () => {
  const [from, to] = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
  ]
  expect(distanceToLine({ x: 5, y: 3 }, from, to)).toBe(9)
  expect(distanceToLine({ x: 13, y: 4 }, from, to)).toBe(25)
  expect(distanceToLine({ x: 3, y: 4 }, from, from)).toBe(25)
})
