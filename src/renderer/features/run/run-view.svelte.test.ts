import { describe, expect, it } from 'vitest'
import { problemError } from '../../../contract/errors'
import type { RunDetail } from '../../../contract/summary'
import { FakeClient } from '../../testing/fake-client'
import { fakeRun } from '../../testing/fake-data'
import { flushPromises } from '../../testing/flush-promises'
import { FakeWindow } from '../../testing/fake-window'
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
    newestUsable: null,
    sessions: [],
    log: [],
  })
  const studio = new StudioState(host, new FakeWindow())
  host.connect()
  await flushPromises()
  const details = () => host.calls.filter(({ command }) => command === 'runs.get').length
  return { host, studio, samples, details }
}

describe('an open run', () => {
  it('is updated by its own events only', async () => {
    const { host, studio } = await setUp()
    const view = openRun(studio, 'a')
    await flushPromises()
    host.emit({ type: 'sample', id: 'a', step: 800 })
    host.emit({ type: 'sample', id: 'b', step: 900 })
    expect(view.detail?.samples).toEqual([400, 800])
  })

  it('applies events received while loading', async () => {
    const { host, studio } = await setUp()
    const view = openRun(studio, 'a')
    host.emit({ type: 'sample', id: 'a', step: 800 })
    await flushPromises()
    expect(view.detail?.samples).toEqual([400, 800])
  })

  it('is reloaded after missed events', async () => {
    const { host, studio, samples } = await setUp()
    const view = openRun(studio, 'a')
    await flushPromises()
    samples.push(1200)
    host.sequence += 5
    host.emit({ type: 'sample', id: 'b', step: 1 })
    await flushPromises()
    expect(view.detail?.samples).toEqual([400, 1200])
  })

  it('is loaded once across tab changes, and again after another run', async () => {
    const { studio, details } = await setUp()
    const view = openRun(studio, 'a')
    await flushPromises()
    expect(openRun(studio, 'a')).toBe(view)
    expect(details()).toBe(1)
    openRun(studio, 'b')
    expect(openRun(studio, 'a')).not.toBe(view)
    await flushPromises()
    expect(details()).toBe(3)
  })

  it('reports a failed command and accepts the next', async () => {
    const { host, studio } = await setUp()
    const view = openRun(studio, 'a')
    await flushPromises()
    host.override['runs.pause'] = () => Promise.reject(new Error('no response'))
    expect(await view.run('runs.pause')).toBe(false)
    expect(studio.toasts.list.map(({ text }) => text)).toEqual(['No response.'])
    expect(view.pending).toEqual([])
    expect(await view.run('runs.stop')).toBe(true)
    expect(view.detail?.summary.state).toBe('stopped')
  })

  it('can be stopped while pausing, and ended if it does not respond to stop', async () => {
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
    expect([view.pending, view.notResponding]).toEqual([['runs.pause', 'runs.stop'], false])
    for (const run of timers) run()
    expect(view.notResponding).toBe(true)
    expect(await view.run('runs.end')).toBe(true)
    stopped({ step: 7 })
    expect(await stop).toBe(true)
    // Only the pause has not been answered.
    expect([view.pending, view.notResponding, timers.size]).toEqual([['runs.pause'], false, 0])
    expect(studio.runs.get('a')?.state).toBe('interrupted')
    expect(reported).toEqual([])
  })

  it('is reloaded when a session begins, which may resume from an earlier checkpoint', async () => {
    const { studio, details } = await setUp()
    const view = openRun(studio, 'a')
    await flushPromises()
    await view.run('runs.stop')
    const before = details()
    await view.run('runs.resume')
    await flushPromises()
    expect(details()).toBe(before + 1)
  })

  it("reloads the metrics when another process's session ends, since its last metrics may not have been sent", async () => {
    const { host, studio, details } = await setUp()
    host.runs.set('a', fakeRun('a', { state: 'running', elsewhere: true }))
    const view = openRun(studio, 'a')
    view.metrics.ensureLoaded()
    await flushPromises()
    const loads = () => host.calls.filter(({ command }) => command === 'runs.metrics').length
    const end = (state: 'interrupted' | 'stopped') => {
      const run = fakeRun('a', { state })
      host.runs.set('a', run)
      host.emit({ type: 'run', run })
    }
    const before = { details: details(), metrics: loads() }
    end('interrupted')
    await flushPromises()
    expect([details(), loads()]).toEqual([before.details + 1, before.metrics + 1])
    // Its host records the real end a moment later, with its times.
    end('stopped')
    await flushPromises()
    expect([details(), loads()]).toEqual([before.details + 2, before.metrics + 1])
  })

  it.each(['runEngineGone', 'chosenEngineGone'] as const)(
    'keeps the request that failed for lack of the engine (%s), until the next command',
    async (code) => {
      const { host, studio } = await setUp()
      const view = openRun(studio, 'a')
      await flushPromises()
      host.override['runs.resume'] = ({ engine }) => {
        if (engine === 'auto') return fakeRun('a')
        throw problemError('engine', code, { engine: 'tensorflow', why: 'not built' })
      }
      expect(await view.run('runs.resume', { epochs: 90 })).toBe(false)
      expect(view.engineGone).toMatchObject({ request: { epochs: 90 }, error: { code: 'engine' } })
      expect(studio.toasts.list).toEqual([])
      const request = { ...view.engineGone?.request, engine: 'auto' } as const
      expect(await view.run('runs.resume', request)).toBe(true)
      expect(host.calls.at(-1)).toMatchObject({ request: { epochs: 90, engine: 'auto' } })
      expect(view.engineGone).toBeUndefined()
    },
  )
})
