import { describe, expect, it } from 'vitest'
import { noAnnotations } from '../../../contract/annotations'
import { qualityOf } from '../../../contract/evaluations/run-quality'
import { shownStates } from '../../../contract/run'
import { fakeConfig, fakeRun } from '../../testing/fake-data'
import { measuredAt } from '../quality/testing'
import { formatRoute, parseRoute, runFilters } from '../../state/page/routes'
import { arrange, directionOf, RunList, runSorts } from './run-list.svelte'

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
const all = () => true
const shown = (change: object) =>
  arrange(runs, { matches: all, filter: 'all', sort: 'created', ...change }).map(({ id }) => id)

/** A list of these runs whose search field contains a text. */
async function searching(text: string): Promise<RunList> {
  const list = new RunList(() => runs, titleOf)
  list.sort = 'created'
  await list.where.type(text)
  return list
}
const idsIn = (list: RunList) => list.shown.map(({ id }) => id)

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
  ])('searches for %j', async (search, expected) => {
    expect(idsIn(await searching(search))).toEqual(expected)
  })

  it('lists every state under exactly one filter besides “all”', () => {
    for (const state of shownStates) {
      const one = [fakeRun('x', { state })]
      const under = runFilters.filter(
        (filter) => arrange(one, { matches: all, filter, sort: 'created' }).length === 1,
      )
      expect(under).toHaveLength(2)
    }
  })

  it('shows all runs when cleared, in the same order', async () => {
    const list = new RunList(() => runs, titleOf)
    list.sort = 'name'
    await list.where.type('faces')
    list.filter = 'live'
    expect(list.shown.map(({ id }) => id)).toEqual(['3'])
    list.clear()
    expect(list.shown.map(({ id }) => id)).toEqual(['3', '2', '1'])
  })

  it('filters by conditions as they are typed, and keeps them as chips', async () => {
    const list = await searching('name: mnist, bytes')
    expect(idsIn(list)).toEqual([])
    await list.where.type('data set = Portraits')
    expect(idsIn(list)).toEqual(['3'])
    await list.where.accept()
    expect([list.where.text, list.where.conditions.length]).toEqual(['', 1])
    expect(list.route).toEqual({ screen: 'runs', filter: 'dataset = Portraits' })
    await list.where.type('state = paused, faces')
    await list.where.accept()
    expect([list.where.text, list.where.conditions.length]).toEqual(['faces', 2])
    list.clear()
    expect([idsIn(list).length, list.route]).toEqual([3, { screen: 'runs' }])
  })

  it('keeps what it does not understand in the field, with the reason', async () => {
    const list = await searching('lerning rate < 1, is: live')
    await list.where.accept()
    expect(list.where.text).toBe('lerning rate < 1')
    expect(list.where.faults.map(({ part }) => part)).toEqual(['lerning rate < 1'])
    expect(idsIn(list)).toEqual(['3'])
    await list.where.type('')
    expect(list.where.faults).toEqual([])
  })

  it('is restored by its route, and not changed by one without filters', async () => {
    const list = await searching('name: mnist, 10')
    await list.where.accept()
    list.filter = 'done'
    const other = new RunList(() => runs, titleOf)
    await other.follow(parsed(formatRoute(list.route)))
    expect([other.route, idsIn(other)]).toEqual([list.route, ['1']])
    await other.follow({})
    expect(idsIn(other)).toEqual(['1'])
    await other.follow({ state: 'live' })
    expect([other.route, idsIn(other)]).toEqual([{ screen: 'runs', state: 'live' }, ['3']])
  })

  it('draws a part of many runs, and more of them until the filter changes', async () => {
    const many = Array.from({ length: 150 }, (_, i) => fakeRun(`run ${i}`))
    const list = new RunList(() => many, titleOf)
    const drawn = () => list.drawn.flatMap(({ runs }) => runs).length
    expect([drawn(), list.undrawn]).toEqual([12, 138])
    list.drawMore()
    expect([drawn(), list.undrawn]).toEqual([24, 126])
    list.selection.all = true
    expect(list.selection.runs).toHaveLength(150)
    await list.where.type('run')
    expect([drawn(), list.undrawn]).toEqual([12, 138])
    await list.where.type('run 149')
    expect([drawn(), list.undrawn]).toEqual([1, 0])
  })

  it('neither shows nor selects the runs of a collapsed group', () => {
    const group = (id: string, name: string | null) =>
      fakeRun(id, { annotations: { ...noAnnotations, group: name } })
    const list = new RunList(() => [group('a', 'G'), group('b', null), group('c', 'g')], titleOf)
    expect(list.sections.map((one) => one.runs.length)).toEqual([2, 1])
    list.selection.all = true
    list.collapse(list.sections[0]?.group ?? null, true)
    expect(list.selection.runs.map(({ id }) => id)).toEqual(['b'])
    list.grouped = false
    expect([list.sections.length, list.selection.runs.length]).toEqual([1, 3])
  })
})

function parsed(hash: string) {
  const route = parseRoute(hash)
  if (route.screen !== 'runs') throw new Error(hash)
  return route
}
