import { describe, expect, it } from 'vitest'
import type { Evaluation } from '../../../../contract/evaluations/evaluation'
import { fakeConfig, fakeRun } from '../../../testing/fake-data'
import { evaluationOf, measuredAt } from '../../quality/testing'
import { pressed, sortRows } from './sort-rows'
import { bestRuns, compareRows, metricColumns } from './table-rows'
import type { RowSource } from './table-rows'

const source = (id: string, shared: Evaluation[], others: Evaluation[] = []): RowSource => ({
  ...{ run: fakeRun(id), all: [...shared, ...others], shared },
})
const table = (...sources: RowSource[]) => {
  const columns = metricColumns(sources)
  const rows = compareRows(sources, columns)
  const column = (key: string) => {
    const found = columns.find((one) => one.key === key)
    if (found === undefined) throw new Error(`there is no column ${key}`)
    return found
  }
  return {
    columns,
    rows,
    values: (key: string) => rows.map(({ cells }) => cells.get(key)?.value),
    steps: (key: string) => rows.map(({ cells }) => cells.get(key)?.step),
    best: (key: string) => [...bestRuns(rows, column(key))],
  }
}
const many = { count: 500 }

describe('the table of metrics', () => {
  it('has the columns that any run has values for, FID and the best FID first', () => {
    const { columns } = table(
      source('a', [measuredAt(1, { recall: 1 })]),
      source('b', [measuredAt(1, { fid: 1 })]),
    )
    expect(columns.map(({ key }) => key)).toEqual([
      ...['fid', 'bestFid', 'recall', 'lossD', 'lossG', 'dReal', 'dFake'],
    ])
    const unmeasured = [fakeRun('c', { latest: null })].map((run) => ({ run, all: [], shared: [] }))
    expect(metricColumns(unmeasured)).toEqual([])
  })

  it('shows the images seen, with all batches of the discriminator', () => {
    const config = fakeConfig({ batchSize: 8, discriminatorSteps: 5 })
    const run = fakeRun('a', { config, step: 100, earlierSeconds: 60, trainedSeconds: 5 })
    const [row] = compareRows([{ run, all: [], shared: [] }], [])
    expect(row?.figures).toEqual({ step: 100, images: 4000, seconds: 65 })
  })

  it('shows the newest and the best value of each run, with their steps', () => {
    const { values, steps, best } = table(
      source('a', [measuredAt(1, { fid: 3 }), measuredAt(2, { fid: 5 })]),
      source('b', [
        measuredAt(1, { fid: 9 }),
        measuredAt(2, { fid: 4 }),
        measuredAt(3, { fid: 4 }),
      ]),
    )
    expect([values('fid'), steps('fid')]).toEqual([
      [5, 4],
      [2, 3],
    ])
    expect([values('bestFid'), steps('bestFid')]).toEqual([
      [3, 4],
      [1, 2],
    ])
    expect([best('fid'), best('bestFid')]).toEqual([['b'], ['a']])
  })

  it('marks the highest value where higher is better, all of a tie, and none without a direction', () => {
    const { best } = table(
      source('a', [measuredAt(1, { recall: 0.5, memorisation: 0.5 })]),
      source('b', [measuredAt(1, { recall: 0.5, memorisation: 0.6 })]),
      source('c', [measuredAt(1, { recall: 0.4, memorisation: 0.4 })]),
    )
    expect(best('recall')).toEqual(['a', 'b'])
    expect([best('memorisation'), best('lossD')]).toEqual([[], []])
  })

  it('compares only values with the same number of images', () => {
    const cheap = measuredAt(2, { fid: 2 })
    const { values, rows, best } = table(
      source('a', [measuredAt(1, { fid: 8 }, many), cheap]),
      source('b', [measuredAt(1, { fid: 7 }, many), cheap]),
      source('c', [measuredAt(2, { fid: 1 })]),
    )
    expect(values('fid')).toEqual([2, 2, 1])
    const without = table(
      source('a', [measuredAt(1, { fid: 8 }, many), cheap]),
      source('b', [measuredAt(1, { fid: 7 }, many)]),
      source('c', [measuredAt(2, { fid: 1 })]),
    )
    expect(without.values('fid')).toEqual([8, 7, 1])
    expect(without.rows.map(({ cells }) => cells.get('fid')?.comparable)).toEqual([
      true,
      true,
      false,
    ])
    expect(without.best('fid')).toEqual(['b'])
    expect(rows.every(({ cells }) => cells.get('fid')?.comparable)).toBe(true)
    expect(best('fid')).toEqual(['c'])
  })

  it('shows what was measured with another protocol, without comparing it', () => {
    const other = evaluationOf({ step: 9 })
    const { rows, best } = table(source('a', [measuredAt(1, { fid: 3 })]), source('b', [], [other]))
    expect(rows[1]?.cells.get('fid')).toMatchObject({ value: 12.5, step: 9, comparable: false })
    expect(rows[1]?.cells.has('bestFid')).toBe(false)
    // One value alone is not the best.
    expect(best('fid')).toEqual([])
  })
})

describe('sorting', () => {
  const { rows, columns } = table(
    source('b', [measuredAt(1, { fid: 3, recall: 0.1 })]),
    source('a10', [measuredAt(1, { fid: 5, recall: 0.3 })]),
    source('a9', []),
  )
  const sorted = (...keys: string[]) => {
    let order: Parameters<typeof sortRows>[1]
    for (const key of keys) order = pressed(order, key, columns)
    return sortRows(rows, order, () => 'same').map(({ id }) => id)
  }

  it('by default keeps the order of the runs, also for equal values', () => {
    expect(sorted()).toEqual(['b', 'a10', 'a9'])
    expect(sorted('state')).toEqual(['b', 'a10', 'a9'])
    expect(sorted('step')).toEqual(['b', 'a10', 'a9'])
  })

  it('puts the best value on top, and the worst when pressed again', () => {
    expect(sorted('fid')).toEqual(['b', 'a10', 'a9'])
    expect(sorted('fid', 'fid')).toEqual(['a10', 'b', 'a9'])
    expect(sorted('recall')).toEqual(['a10', 'b', 'a9'])
    expect(sorted('recall', 'recall')).toEqual(['b', 'a10', 'a9'])
    expect(sorted('fid', 'fid', 'recall')).toEqual(['a10', 'b', 'a9'])
  })

  it('orders names naturally', () => {
    expect(sorted('name')).toEqual(['a9', 'a10', 'b'])
    expect(sorted('name', 'name')).toEqual(['b', 'a10', 'a9'])
  })
})
