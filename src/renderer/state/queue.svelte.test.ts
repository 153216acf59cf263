import { beforeEach, expect, it } from 'vitest'
import { FakeClient } from '../testing/fake-client'
import { fakeConfig } from '../testing/fake-data'
import { fakeJob } from '../testing/fake-queue'
import { flushPromises } from '../testing/flush-promises'
import { FakeWindow } from '../testing/fake-window'
import { StudioState } from './studio.svelte'

let fake: FakeClient
let studio: StudioState

beforeEach(async () => {
  fake = new FakeClient()
  fake.queue.set({
    jobs: [fakeJob('a', { state: 'running' }), fakeJob('b'), fakeJob('c', { state: 'failed' })],
  })
  studio = new StudioState(fake, new FakeWindow())
  fake.connect()
  await flushPromises()
})

const waiting = () => studio.queue.waiting.map(({ run }) => run)

it('is loaded on connecting, and places count only the runs that wait', () => {
  expect(waiting()).toEqual(['b'])
  expect(studio.queue.failed.map(({ run }) => run)).toEqual(['c'])
  expect(['a', 'b', 'c'].map((run) => studio.queue.placeOf(run))).toEqual([undefined, 1, undefined])
})

it('follows changes of its own and of others, also those missed while disconnected', async () => {
  expect(await studio.queue.change('queue.add', { run: 'd', options: { epochs: 80 } })).toBe(true)
  expect(waiting()).toEqual(['b', 'd'])
  expect(studio.queue.placeOf('d')).toBe(2)
  fake.queue.set({ jobs: [], paused: true })
  expect(waiting()).toEqual([])
  fake.disconnect()
  fake.queue.set({ jobs: [fakeJob('e')] })
  fake.connect()
  await flushPromises()
  expect(waiting()).toEqual(['e'])
})

it('an event that arrives while it loads is newer than the loaded queue', async () => {
  const old = fake.queue.view
  let answer: () => void = () => undefined
  fake.override['queue.get'] = () => new Promise((resolve) => (answer = () => resolve(old)))
  const loading = studio.queue.load()
  await flushPromises()
  fake.queue.set({ jobs: [fakeJob('new')] })
  answer()
  await loading
  expect(waiting()).toEqual(['new'])
})

it('a queue that cannot be read is an error until it can', async () => {
  fake.override['queue.get'] = () => Promise.reject(new Error('a newer version wrote it'))
  await studio.queue.load()
  expect(studio.queue.error?.message).toBe('a newer version wrote it')
  // The screen shows it.
  expect(studio.toasts.list).toEqual([])
  fake.queue.set({ paused: false })
  expect(studio.queue.error).toBeUndefined()
})

it('a change that the host refuses is reported and changes nothing', async () => {
  fake.override['queue.move'] = () => Promise.reject(new Error('it is not waiting'))
  expect(await studio.queue.change('queue.move', { run: 'a', to: 1 })).toBe(false)
  expect(studio.toasts.list).toMatchObject([{ kind: 'error' }])
  expect(waiting()).toEqual(['b'])
})

it('a new run that is added waits behind the others', async () => {
  const { id, state } = await studio.queue.addRun({ name: 'mine', config: fakeConfig() })
  expect(state).toBe('queued')
  expect(studio.runs.get(id)?.name).toBe('mine')
  expect(waiting()).toEqual(['b', id])
})
