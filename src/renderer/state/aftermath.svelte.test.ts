import { beforeEach, describe, expect, it } from 'vitest'
import { fakeRun } from '../testing/fake-data'
import { FakeClient } from '../testing/fake-client'
import { settle } from '../testing/settle'
import { FakeSurroundings } from '../testing/surroundings'
import { StudioState } from './studio.svelte'

let fake: FakeClient
let studio: StudioState

beforeEach(async () => {
  fake = new FakeClient()
  studio = new StudioState(fake, new FakeSurroundings())
  for (const state of ['running', 'paused', 'finished'] as const) {
    fake.runs.set(state, fakeRun(state, { state }))
  }
  fake.connect()
  await settle()
})

const ended = () => studio.aftermath.ended.map(({ id, state }) => [id, state])

describe('after the host was started again', () => {
  it('the page says what became of each run that trained, and of no other', async () => {
    expect([ended(), studio.connection.restarts]).toEqual([[], 0])
    fake.restart()
    await settle()
    expect(studio.connection.restarts).toBe(1)
    expect(ended()).toEqual([
      ['running', 'interrupted'],
      ['paused', 'interrupted'],
    ])
    studio.aftermath.dismiss()
    expect(ended()).toEqual([])
  })

  it('a run that trains again is removed, and one that ends is added', async () => {
    fake.restart()
    await settle()
    await fake.call('runs.resume', { id: 'running' })
    expect(ended()).toEqual([['paused', 'interrupted']])
    await fake.call('runs.stop', { id: 'running' })
    expect(ended()).toContainEqual(['running', 'stopped'])
  })

  it('a second start forgets none that the first one ended', async () => {
    fake.restart()
    await settle()
    fake.restart()
    await settle()
    expect(ended().map(([id]) => id)).toEqual(['running', 'paused'])
  })

  it('a line that merely broke is no such thing', async () => {
    fake.disconnect()
    fake.connect()
    await settle()
    expect([studio.connection.restarts, studio.connection.returns, ended()]).toEqual([0, 1, []])
  })
})
