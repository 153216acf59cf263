import { beforeEach, describe, expect, it } from 'vitest'
import { fakeRun } from '../testing/fake-data'
import { FakeClient } from '../testing/fake-client'
import { flushPromises } from '../testing/flush-promises'
import { FakeWindow } from '../testing/fake-window'
import { StudioState } from './studio.svelte'

let fake: FakeClient
let studio: StudioState

beforeEach(async () => {
  fake = new FakeClient()
  studio = new StudioState(fake, new FakeWindow())
  for (const state of ['running', 'paused', 'finished'] as const) {
    fake.runs.set(state, fakeRun(state, { state }))
  }
  fake.connect()
  await flushPromises()
})

const listed = () => studio.interrupted.list.map(({ id, state }) => [id, state])

describe('after the host restarted', () => {
  it('the page lists the runs that were live, and no others', async () => {
    expect([listed(), studio.connection.restarts]).toEqual([[], 0])
    fake.restart()
    await flushPromises()
    expect(studio.connection.restarts).toBe(1)
    expect(listed()).toEqual([
      ['running', 'interrupted'],
      ['paused', 'interrupted'],
    ])
    studio.interrupted.dismiss()
    expect(listed()).toEqual([])
  })

  it('a run that trains again is removed, and does not return when it ends', async () => {
    fake.restart()
    await flushPromises()
    await fake.call('runs.resume', { id: 'running' })
    expect(listed()).toEqual([['paused', 'interrupted']])
    await fake.call('runs.stop', { id: 'running' })
    expect(listed()).toEqual([['paused', 'interrupted']])
  })

  it('a run whose session still saves in its own process is listed once it has ended', async () => {
    const ended = fakeRun('running', { state: 'running' })
    fake.restart()
    await flushPromises()
    fake.emit({ type: 'run', run: { ...ended, elsewhere: true } })
    expect(listed()).toEqual([['paused', 'interrupted']])
    fake.emit({ type: 'run', run: { ...ended, state: 'interrupted' } })
    expect(listed()).toContainEqual(['running', 'interrupted'])
  })

  it('a second restart keeps the runs of the first', async () => {
    fake.restart()
    await flushPromises()
    fake.restart()
    await flushPromises()
    expect(listed().map(([id]) => id)).toEqual(['running', 'paused'])
  })

  it('a reconnect without a restart lists nothing', async () => {
    fake.disconnect()
    fake.connect()
    await flushPromises()
    expect([studio.connection.restarts, studio.connection.reconnects, listed()]).toEqual([0, 1, []])
  })
})
