import { expect, it } from 'vitest'
import { problemError, toReport } from '../../../../contract/errors'
import type { CommandReply } from '../../../../contract/api'
import type { NamedNeighbours } from '../../../../contract/neighbours/neighbours'
import { FakeClient } from '../../../testing/fake-client'
import { flushPromises } from '../../../testing/flush-promises'
import { FindForm } from './find-form.svelte'
import { isFar, memorisedIn, nearnessOf } from './nearness'
import { NeighboursView } from './neighbours-view.svelte'

const sha = 'a'.repeat(64)
const typical = { count: 100, median: 5, near: 2 }
/** A result whose samples have these distances to their nearest training image. */
const resultOf = (
  distances: number[],
  changes: Partial<NamedNeighbours> = {},
): NamedNeighbours => ({
  ...{ schemaVersion: 1, step: 20, checkpoint: sha, weights: 'raw', space: 'features', net: null },
  ...{ dataset: { name: 'few', fingerprint: sha }, engine: { name: 'wasm', version: '1' } },
  ...{ seed: 1, trainingCount: 100, size: 8, heldOut: null, training: typical, seconds: 1 },
  ...{ measuredAt: '2026-11-30T10:00:00.000Z', name: '00000020-aaaaaaaaaaaa' },
  samples: distances.map((distance) => {
    return { label: null, neighbours: [{ index: 3, distance, label: null }] }
  }),
  ...changes,
})

type PendingSearch = CommandReply<'neighbours.list'>['searches'][number]

async function setUp(found: NamedNeighbours[] = [], searches: PendingSearch[] = []) {
  const host = new FakeClient()
  host.connect()
  host.override['neighbours.list'] = () => ({ found, warnings: [], searches })
  host.override['neighbours.find'] = () => ({ search: 's1' })
  host.override['neighbours.cancel'] = () => ({})
  const view = new NeighboursView(host, 'a')
  host.onEvent(({ event }) => view.handleEvent(event))
  await view.load()
  const of = { search: 's1', id: 'a', step: 20 } as const
  const progress = { stage: 'neighbours', done: 10, of: 100 } as const
  return {
    ...{ host, view, progress },
    onProgress: (id = 'a') => host.emit({ type: 'finding', ...of, id, progress }),
    end: (result: NamedNeighbours | null, error: Error | null = null) =>
      host.emit({
        ...{ type: 'findingEnded', ...of, found: result },
        error: error === null ? null : toReport(error),
      }),
  }
}

it('a search waits, progresses, and its result is shown and replaces an equal one', async () => {
  const old = resultOf([9])
  const other = resultOf([7], { name: '00000010-bbbbbbbbbbbb' })
  const { view, progress, onProgress, end } = await setUp([other, old])
  expect(view.shown).toEqual(other)
  view.chosen = other.name
  await view.find(20, new FindForm().options)
  expect(view.search).toEqual({ id: 's1', step: 20, progress: null })
  onProgress('another run')
  expect(view.search?.progress).toBeNull()
  onProgress()
  expect(view.search?.progress).toEqual(progress)
  const result = resultOf([8])
  end(result)
  expect([view.search, view.shown, view.found]).toEqual([undefined, result, [result, other]])
})

it('a search goes on while the page is left, and is shown again', async () => {
  const progress = { stage: 'neighbours', done: 30, of: 100 } as const
  const pending = { search: 's1', step: 20, progress }
  const { host, view, end } = await setUp([], [pending])
  expect(view.search).toEqual({ id: 's1', step: 20, progress })
  const result = resultOf([8])
  end(result)
  expect([view.search, view.shown]).toEqual([undefined, result])
  // An answer that is older than the end does not bring it back.
  await view.load()
  expect(view.search).toBeUndefined()
  host.override['neighbours.list'] = () => ({ found: [result], warnings: [], searches: [] })
  view.resync()
  await flushPromises()
  expect(view.search).toBeUndefined()
})

it('a search that ends before its answer arrives is over', async () => {
  const { host, view, end } = await setUp()
  let answer: (reply: { search: string }) => void = () => undefined
  host.override['neighbours.find'] = () => new Promise((resolve) => (answer = resolve))
  const asked = view.find(20, {})
  await flushPromises()
  end(resultOf([8]))
  answer({ search: 's1' })
  await asked
  expect([view.search, view.found?.length]).toEqual([undefined, 1])
})

it('failures are shown, cancelled searches are not', async () => {
  const { view, end } = await setUp()
  await view.find(20, {})
  await view.cancel()
  end(null)
  expect([view.search, view.error, view.cancelled]).toEqual([undefined, undefined, true])
  await view.find(20, {})
  expect(view.cancelled).toBe(false)
  end(null, problemError('data', 'netNotTrained', { name: 'few' }))
  expect(view.error?.problem?.code).toBe('netNotTrained')
  await view.find(20, {})
  expect(view.error).toBeUndefined()
})

it('samples are compared with held-out images, or else with training images', () => {
  const heldOut = { ...typical, near: 3 }
  const nearest = (distance: number, changes = {}) => {
    const result = resultOf([distance], changes)
    return result.samples.map((sample) => nearnessOf(sample, result))[0]
  }
  expect([0, 1.9, 2, 9].map((one) => nearest(one))).toEqual(['identical', 'near', 'usual', 'usual'])
  expect(nearest(2.5, { heldOut })).toBe('near')
})

it('one near sample may be chance; two, or a copy, are not', () => {
  expect([[9, 9], [1, 9], [1, 1], [0, 9], []].map((each) => memorisedIn(resultOf(each)))).toEqual([
    ...[0, 0, 2, 1, 0],
  ])
})

it('samples are far if most are farther than unseen real images hardly ever are', () => {
  const far = (distances: number[], changes = {}) => isFar(resultOf(distances, changes))
  expect([far([46, 45, 48]), far([6, 5, 46]), far([5.5]), far([10.1])]).toEqual([
    ...[true, false, false, true],
  ])
  // Compared with the held-out images, if there are any.
  expect(far([46], { heldOut: { ...typical, median: 30 } })).toBe(false)
  expect(far([0], { training: { ...typical, median: 0 } })).toBe(false)
})

it('a form has a net only if features are compared', () => {
  const form = new FindForm()
  form.net.kind = 'folder'
  expect(form.valid).toBe(false)
  form.space = 'pixels'
  expect([form.valid, form.options.net]).toEqual([true, undefined])
  for (const samples of [0, 33, 1.5, NaN]) {
    form.samples = samples
    expect(form.valid).toBe(false)
  }
})
