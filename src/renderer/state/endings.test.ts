import { beforeEach, expect, it } from 'vitest'
import { fakeRun } from '../testing/fake-data'
import { FakeClient } from '../testing/fake-client'
import { settle } from '../testing/settle'
import { FakeSurroundings } from '../testing/surroundings'
import { StudioState } from './studio.svelte'

let fake: FakeClient
let told: string[]

beforeEach(async () => {
  fake = new FakeClient()
  const studio = new StudioState(fake, new FakeSurroundings())
  told = []
  studio.endings.on(({ id, state }) => told.push(`${id} ${state}`))
  fake.runs.set('old', fakeRun('old', { state: 'finished' }))
  fake.runs.set('a', fakeRun('a', { state: 'running', step: 5 }))
  fake.connect()
  await settle()
})

const becomes = (id: string, state: 'finished' | 'failed' | 'stopped' | 'running') =>
  fake.emit({ type: 'run', run: fakeRun(id, { state }) })

it('reports a run that was training when the page came, once', () => {
  fake.train('a', 3)
  becomes('a', 'finished')
  becomes('a', 'finished')
  expect(told).toEqual(['a finished'])
})

it('reports failures, and a run that was resumed and ends again', () => {
  becomes('a', 'running')
  becomes('a', 'failed')
  becomes('a', 'running')
  becomes('a', 'finished')
  expect(told).toEqual(['a failed', 'a finished'])
})

it('does not report runs that the user stopped or deleted, or old ones', () => {
  fake.train('a', 1)
  becomes('a', 'stopped')
  becomes('old', 'finished')
  becomes('b', 'running')
  fake.emit({ type: 'runRemoved', id: 'b' })
  becomes('b', 'finished')
  expect(told).toEqual([])
})
