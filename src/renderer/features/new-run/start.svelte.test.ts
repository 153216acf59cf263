import { beforeEach, expect, it } from 'vitest'
import { FakeClient } from '../../testing/fake-client'
import { fakeRun } from '../../testing/fake-data'
import { flushPromises } from '../../testing/flush-promises'
import { FakeWindow } from '../../testing/fake-window'
import { StudioState } from '../../state/studio.svelte'
import { Estimates } from './engine/estimates.svelte'
import { openNewRunForm } from './new-run.svelte'
import { Start } from './start.svelte'

async function opened(...runs: ReturnType<typeof fakeRun>[]) {
  const fake = new FakeClient()
  for (const run of runs) fake.runs.set(run.id, run)
  const studio = new StudioState(fake, new FakeWindow('#/new'))
  fake.connect()
  await studio.datasets.ensureLoaded()
  await flushPromises()
  const form = openNewRunForm(studio)
  const start = new Start(studio, form, new Estimates(fake))
  const asked = () => fake.calls.map(({ command }) => command)
  return { fake, studio, form, start, asked }
}
let made: Awaited<ReturnType<typeof opened>>

beforeEach(async () => {
  made = await opened()
})

it('Enter starts the run, or adds it to the queue while another one trains', async () => {
  await made.start.submit()
  expect(made.asked()).toContain('runs.train')
  const training = await opened(fakeRun('other', { state: 'running' }))
  expect(training.start.usual).toBe('queue')
  await training.start.submit()
  expect(training.asked()).toContain('queue.addRun')
  expect(training.asked()).not.toContain('runs.train')
})

it('the form stays open for the next run, which gets a name of its own', async () => {
  const { studio, form, start } = made
  form.name = 'wide'
  form.values.batchSize = 7
  await start.submit('queue')
  expect(studio.router.route).toEqual({ screen: 'newRun' })
  expect(start.added?.name).toBe('wide')
  expect(studio.queue.waiting.map(({ run }) => run)).toEqual([start.added?.id])
  expect(form.values.batchSize).toBe(7)
  const names = [form.name]
  await start.submit('queue')
  names.push(form.name)
  expect(new Set(['wide', ...names]).size).toBe(3)
  expect(studio.queue.waiting).toHaveLength(2)
})

it('a run is added once, however often the button is pressed meanwhile', async () => {
  const { studio, start } = made
  await Promise.all([start.submit('queue'), start.submit('queue'), start.submit()])
  expect(studio.queue.waiting).toHaveLength(1)
  expect(made.asked()).not.toContain('runs.train')
})

it('an error keeps the values and the name', async () => {
  const { fake, studio, form, start } = made
  form.name = 'mine'
  fake.override['queue.addRun'] = () => Promise.reject(new Error('the disk is full'))
  await start.submit('queue')
  expect(form.name).toBe('mine')
  expect([start.added, start.busy]).toEqual([null, null])
  expect(studio.toasts.list).toMatchObject([{ kind: 'error' }])
})
