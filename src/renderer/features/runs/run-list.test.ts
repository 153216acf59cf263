import { describe, expect, it } from 'vitest'
import { qualityOf } from '../../../contract/evaluations/run-quality'
import { shownStates } from '../../../contract/run'
import { fakeConfig, fakeRun } from '../../testing/fake-data'
import { measuredAt } from '../quality/testing'
import { arrange, directionOf, RunList, runFilters, runSorts } from './run-list.svelte'

const runs = [
  fakeRun('1', { name: 'mnist 10', bytes: 5, createdAt: '2026-01-01T00:00:00.000Z' }),
  fakeRun('2', { name: 'mnist 9', bytes: 9, createdAt: '2026-01-03T00:00:00.000Z' }),
  fakeRun('3', {
    name: 'Faces, small',
    state: 'paused',
    bytes: 7,
    createdAt: '2026-01-02T00:00:00.000Z',
    config: { ...fakeConfig(), dataset: 'faces' },
  }),
]
const titleOf = (dataset: string) => (dataset === 'faces' ? 'Portraits' : dataset)
const shown = (change: object) =>
  arrange(runs, { search: '', filter: 'all', sort: 'created', ...change }, titleOf).map(
    ({ id }) => id,
  )

describe('the list of runs', () => {
  it('contains each run once in every order', () => {
    for (const sort of runSorts) expect(shown({ sort }).toSorted()).toEqual(['1', '2', '3'])
  })

  it('sorts by date, by name with numeric collation, and by size', () => {
    expect(shown({ sort: 'created' })).toEqual(['2', '3', '1'])
    expect(shown({ sort: 'changed' })[0]).toBe('3')
    expect(shown({ sort: 'name' })).toEqual(['3', '2', '1'])
    expect(shown({ sort: 'size' })).toEqual(['2', '3', '1'])
  })

  it('sorts by FID, lowest first, and runs that were not measured last', () => {
    const measured = (id: string, fid: number) =>
      fakeRun(id, { quality: qualityOf(measuredAt(500, { fid })) })
    const all = [fakeRun('none'), measured('worst', 90), fakeRun('neither'), measured('best', -1)]
    const list = new RunList(() => all, titleOf)
    list.sort = 'fid'
    expect(list.shown.map(({ id }) => id)).toEqual(['best', 'worst', 'none', 'neither'])
    expect([directionOf('fid'), directionOf('size')]).toEqual(['ascending', 'descending'])
  })

  it('begins with what is training, then what was trained last, whenever it was created', () => {
    const at = (day: number) => `2026-02-0${day}T00:00:00.000Z`
    const all = [
      fakeRun('new', { createdAt: at(5), changedAt: at(5) }),
      fakeRun('resumed', { createdAt: at(1), changedAt: at(6) }),
      fakeRun('training', { createdAt: at(2), changedAt: at(3), state: 'running' }),
    ]
    expect(new RunList(() => all, titleOf).shown.map(({ id }) => id)).toEqual([
      'training',
      'resumed',
      'new',
    ])
  })

  it.each([
    ['MNIST', ['2', '1']],
    ['small faces', ['3']],
    ['faces', ['3']],
    ['portraits', ['3']],
    ['  ', ['2', '3', '1']],
    ['mnist faces', []],
    ['(.*', []],
  ])('searches for %j', (search, expected) => {
    expect(shown({ search })).toEqual(expected)
  })

  it('lists every state under exactly one filter besides “all”', () => {
    for (const state of shownStates) {
      const one = [fakeRun('x', { state })]
      const under = runFilters.filter(
        (filter) => arrange(one, { search: '', filter, sort: 'created' }, titleOf).length === 1,
      )
      expect(under).toHaveLength(2)
    }
  })

  it('shows all runs when cleared, in the same order', () => {
    const list = new RunList(() => runs, titleOf)
    list.sort = 'name'
    list.search = 'faces'
    list.filter = 'live'
    expect(list.shown.map(({ id }) => id)).toEqual(['3'])
    list.clear()
    expect(list.shown.map(({ id }) => id)).toEqual(['3', '2', '1'])
  })
})
