import { describe, expect, it } from 'vitest'
import type { RunDetail } from '../../../contract/summary'
import { FakeClient } from '../../testing/fake-client'
import { fakeRun } from '../../testing/fake-data'
import { settle } from '../../testing/settle'
import { FakeSurroundings } from '../../testing/surroundings'
import { StudioState } from '../../state/studio.svelte'
import { openRun, RunView } from './run-view.svelte'

async function setUp() {
  const host = new FakeClient()
  for (const id of ['a', 'b']) host.runs.set(id, fakeRun(id, { state: 'running' }))
  const samples = [400]
  host.override['runs.get'] = ({ id }): RunDetail => ({
    summary: host.runs.get(id) ?? fakeRun(id),
    samples: [...samples],
    checkpoints: [],
    newestSound: null,
    sessions: [],
    log: [],
  })
  const studio = new StudioState(host, new FakeSurroundings())
  host.connect()
  await settle()
  const details = () => host.calls.filter(({ command }) => command === 'runs.get').length
  return { host, studio, samples, details }
}

describe('an open run', () => {
  it('is kept true by its own events, and by no other run’s', async () => {
    const { host, studio } = await setUp()
    const view = openRun(studio, 'a')
    await settle()
    host.emit({ type: 'sample', id: 'a', step: 800 })
    host.emit({ type: 'sample', id: 'b', step: 900 })
    expect(view.detail?.samples).toEqual([400, 800])
  })

  it('keeps what happens while it is being loaded', async () => {
    const { host, studio } = await setUp()
    const view = openRun(studio, 'a')
    host.emit({ type: 'sample', id: 'a', step: 800 })
    await settle()
    expect(view.detail?.samples).toEqual([400, 800])
  })

  it('is loaded afresh when events were missed', async () => {
    const { host, studio, samples } = await setUp()
    const view = openRun(studio, 'a')
    await settle()
    samples.push(1200)
    host.sequence += 5
    host.emit({ type: 'sample', id: 'b', step: 1 })
    await settle()
    expect(view.detail?.samples).toEqual([400, 1200])
  })

  it('is loaded once however often its tabs change, and again after another run', async () => {
    const { studio, details } = await setUp()
    const view = openRun(studio, 'a')
    await settle()
    expect(openRun(studio, 'a')).toBe(view)
    expect(details()).toBe(1)
    openRun(studio, 'b')
    expect(openRun(studio, 'a')).not.toBe(view)
    await settle()
    expect(details()).toBe(3)
  })

  it('reports a command that failed, and takes the next', async () => {
    const { host, studio } = await setUp()
    const view = openRun(studio, 'a')
    await settle()
    host.override['runs.pause'] = () => Promise.reject(new Error('it does not listen'))
    expect(await view.run('runs.pause')).toBe(false)
    expect(studio.toasts.list.map(({ text }) => text)).toEqual(['It does not listen'])
    expect(view.pending).toBeUndefined()
    expect(await view.run('runs.stop')).toBe(true)
    expect(view.detail?.summary.state).toBe('stopped')
  })

  it('that does not answer being stopped is offered an end, and can be stopped while it pauses', async () => {
    const { host, studio } = await setUp()
    const timers = new Set<() => void>()
    const reported: unknown[] = []
    const view = new RunView(
      host,
      'a',
      (error) => reported.push(error),
      (_, run) => {
        timers.add(run)
        return () => void timers.delete(run)
      },
    )
    let stopped: (reply: { step: number }) => void = () => undefined
    host.override['runs.pause'] = () => new Promise(() => undefined)
    host.override['runs.stop'] = () => new Promise((resolve) => (stopped = resolve))
    void view.run('runs.pause')
    expect(timers.size).toBe(0)
    const stop = view.run('runs.stop')
    expect([view.pending, view.mayHang]).toEqual(['runs.stop', false])
    for (const run of timers) run()
    expect(view.mayHang).toBe(true)
    expect(await view.run('runs.end')).toBe(true)
    stopped({ step: 7 })
    expect(await stop).toBe(true)
    expect([view.pending, view.mayHang, timers.size]).toEqual([undefined, false, 0])
    expect(studio.runs.get('a')?.state).toBe('interrupted')
    expect(reported).toEqual([])
  })

  it('is loaded afresh when a session begins: it may have gone back to a checkpoint', async () => {
    const { studio, details } = await setUp()
    const view = openRun(studio, 'a')
    await settle()
    await view.run('runs.stop')
    const before = details()
    await view.run('runs.resume')
    await settle()
    expect(details()).toBe(before + 1)
  })
})
