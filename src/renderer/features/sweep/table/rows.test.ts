import { expect, it } from 'vitest'
import { canContinue, settingKey, sortRows } from './rows'
import type { SweepRow } from './rows'

const row = (candidate: number, some: Partial<SweepRow>): SweepRow => ({
  ...{ candidate, state: 'pruned', rung: 0, rungs: 3, score: null, values: {} },
  ...{ continued: false, trials: [], out: undefined, ...some },
})
const rows = [
  row(2, { rung: 2, score: 9, state: 'finished', values: { learningRate: 0.1 } }),
  row(0, { rung: 1, score: 5, values: { learningRate: 0.02 } }),
  row(1, { state: 'training', values: {} }),
]
const sorted = (key: string, direction: 'ascending' | 'descending') =>
  sortRows(rows, { key, direction }, ({ state }) => state).map(({ candidate }) => candidate)

it('rows are sorted by any column, those without a value last in both directions', () => {
  expect(sortRows(rows, undefined, () => '')).toBe(rows)
  expect(sorted('number', 'ascending')).toEqual([0, 1, 2])
  expect(sorted('score', 'ascending')).toEqual([0, 2, 1])
  expect(sorted('score', 'descending')).toEqual([2, 0, 1])
  expect(sorted('state', 'ascending')).toEqual([2, 0, 1])
  expect(sorted(settingKey('learningRate'), 'ascending')).toEqual([0, 2, 1])
  expect(sorted(settingKey('learningRate'), 'descending')).toEqual([2, 0, 1])
})

it('only configurations that are not trained to the end continue, and once', () => {
  expect(rows.map(canContinue)).toEqual([false, true, false])
  expect(canContinue(row(0, { continued: true }))).toBe(false)
})
