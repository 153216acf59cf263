import { expect, it } from 'vitest'
import { fakeConfig, fakeRun } from '../../../testing/fake-data'
import { addableRuns } from './addable-runs'

const at = (day: number) => ({ changedAt: `2026-01-0${day}T00:00:00.000Z` })
const runs = [
  fakeRun('a', { name: 'Old digits', ...at(1) }),
  fakeRun('b', { name: 'Faces', config: { ...fakeConfig(), dataset: 'celebs' }, ...at(2) }),
  fakeRun('c', { name: 'Digits', ...at(3) }),
]
const found = (ids: string[], search: string) =>
  addableRuns(runs, ids, search, (name) => `Title of ${name}`).map(({ id }) => id)

it('lists the runs that are not compared yet, last trained first', () => {
  expect(found([], '')).toEqual(['c', 'b', 'a'])
  expect(found(['c'], '')).toEqual(['b', 'a'])
})

it('searches names, titles of data sets and ids for all words', () => {
  expect(found([], 'DIGITS old')).toEqual(['a'])
  expect(found([], 'title celebs')).toEqual(['b'])
  expect(found([], 'digits celebs')).toEqual([])
})

it('lists a hundred at most', () => {
  const many = Array.from({ length: 300 }, (_, i) => fakeRun(`run-${i}`))
  expect(addableRuns(many, [], '', String)).toHaveLength(100)
})
