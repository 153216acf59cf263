import { expect, it } from 'vitest'
import { fakeRun } from '../../testing/fake-data'
import { RunSelection } from './run-selection.svelte'

function selectionOf(...runs: ReturnType<typeof fakeRun>[]) {
  let shown = runs
  const selection = new RunSelection(() => shown)
  const ids = () => selection.runs.map(({ id }) => id)
  return {
    selection,
    ids,
    show: (...ids: string[]) => (shown = runs.filter(({ id }) => ids.includes(id))),
  }
}

it('selects all shown runs, and none that a filter hides', () => {
  const { selection, ids, show } = selectionOf(fakeRun('a'), fakeRun('b'), fakeRun('c'))
  show('a', 'b')
  selection.all = true
  expect([ids(), selection.all]).toEqual([['a', 'b'], true])
  show('b', 'c')
  expect([ids(), selection.all]).toEqual([['b'], false])
  selection.clear()
  expect([ids(), selection.all]).toEqual([[], false])
})

it('does not count as “all selected” with no runs shown', () => {
  expect(selectionOf().selection.all).toBe(false)
})

it('excludes live runs from deletion', () => {
  const { selection } = selectionOf(fakeRun('a'), fakeRun('b', { state: 'paused' }))
  selection.all = true
  expect(selection.deletable.map(({ id }) => id)).toEqual(['a'])
})
