import { beforeEach, expect, it } from 'vitest'
import { fakeRun } from '../testing/fake-data'
import { FakeClient } from '../testing/fake-client'
import { flushPromises } from '../testing/flush-promises'
import { FakeWindow } from '../testing/fake-window'
import { StudioState } from './studio.svelte'

let fake: FakeClient
let reported: string[]

beforeEach(async () => {
  fake = new FakeClient()
  const studio = new StudioState(fake, new FakeWindow())
  reported = []
  studio.endings.on(({ id, state }) => reported.push(`${id} ${state}`))
  fake.runs.set('old', fakeRun('old', { state: 'finished' }))
  fake.runs.set('a', fakeRun('a', { state: 'running', step: 5 }))
  fake.connect()
  await flushPromises()
})

const becomes = (id: string, state: 'finished' | 'failed' | 'stopped' | 'running') =>
  fake.emit({ type: 'run', run: fakeRun(id, { state }) })

it('reports a run that was live when the page opened, once', () => {
  fake.train('a', 3)
  becomes('a', 'finished')
  becomes('a', 'finished')
  expect(reported).toEqual(['a finished'])
})

it('reports failures, and a resumed run that ends again', () => {
  becomes('a', 'running')
  becomes('a', 'failed')
  becomes('a', 'running')
  becomes('a', 'finished')
  expect(reported).toEqual(['a failed', 'a finished'])
})

it('does not report stopped, deleted or earlier runs', () => {
  fake.train('a', 1)
  becomes('a', 'stopped')
  becomes('old', 'finished')
  becomes('b', 'running')
  fake.emit({ type: 'runRemoved', id: 'b' })
  becomes('b', 'finished')
  expect(reported).toEqual([])
})
