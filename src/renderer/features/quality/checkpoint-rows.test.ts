import { describe, expect, it } from 'vitest'
import { columnsOf, directionOf, rowsOf, sortRows } from './checkpoint-rows'
import { evaluationOf, measuredAt } from './testing'

const evaluations = [
  measuredAt(100, { fid: 30, recall: 0.2 }),
  measuredAt(200, { fid: 10, recall: 0.1 }),
  measuredAt(300, { fid: 20, effectiveRank: 5 }),
  measuredAt(300, { fid: 5 }, { count: 20 }),
  evaluationOf({ step: null }),
]
const rows = rowsOf(evaluations)
const bestIn = (key: string) =>
  rows.filter(({ best }) => best.has(key)).map(({ step, count }) => [step, count])

describe('the table of checkpoints', () => {
  it('has a row per evaluation of a checkpoint, newest first', () => {
    expect(rows.map(({ step, count }) => [step, count])).toEqual([
      [300, 80],
      [300, 20],
      [200, 80],
      [100, 80],
    ])
    expect(columnsOf(evaluations).map(({ key }) => key)).toEqual(['fid', 'recall', 'effectiveRank'])
  })

  it('marks the best among equal numbers of images, in the direction of the metric', () => {
    expect(bestIn('fid')).toEqual([[200, 80]])
    expect(bestIn('recall')).toEqual([[100, 80]])
  })

  it('marks nothing as best without a competitor, or without a better direction', () => {
    expect(bestIn('effectiveRank')).toEqual([])
    const twice = [1, 2].map((step) => measuredAt(step, { effectiveRank: step }))
    expect(rowsOf(twice).flatMap(({ best }) => [...best])).toEqual([])
  })

  it('sorts the best first, and rows without a value last', () => {
    const sorted = (key: string) => sortRows(rows, key).map(({ step, count }) => [step, count])
    expect(sorted('fid').map(([step]) => step)).toEqual([300, 200, 300, 100])
    expect(directionOf('fid')).toBe('ascending')
    expect(sorted('recall')).toEqual([
      [100, 80],
      [200, 80],
      [300, 80],
      [300, 20],
    ])
    expect(sorted('step')).toEqual(rows.map(({ step, count }) => [step, count]))
    expect([directionOf('recall'), directionOf('step')]).toEqual(['descending', 'descending'])
  })
})
