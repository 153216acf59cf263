import { beforeEach, describe, expect, it } from 'vitest'
import type { CommandReply } from '../../contract/api'
import { problemError, StudioError } from '../../contract/errors'
import { fakeConfig, fakeMetrics, fakeRun } from '../testing/fake-data'
import { measuredAt } from '../features/quality/testing'
import { FakeClient } from '../testing/fake-client'
import { flushPromises } from '../testing/flush-promises'
import { Connection } from './connection.svelte'
import { Runs } from './runs.svelte'

let fake: FakeClient
let runs: Runs
let reports: unknown[]

beforeEach(async () => {
  fake = new FakeClient()
  reports = []
  runs = new Runs(fake, new Connection(fake), (error) => reports.push(error))
  fake.runs.set('a', fakeRun('a'))
  fake.runs.set('b', fakeRun('b', { state: 'running', step: 10 }))
  fake.connect()
  await flushPromises()
})

const never = () => Promise.reject(new Error('nothing is measured'))
const ids = () => runs.all.map(({ id }) => id).sort()
/** Expects the page's runs to equal the host's. */
const expectInSync = () => {
  const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id)
  expect([...runs.all].sort(byId)).toEqual([...fake.runs.values()].sort(byId))
}

describe('the runs', () => {
  it('equal the host’s runs, with live runs listed separately', () => {
    expect(runs.status).toBe('ready')
    expectInSync()
    expect(runs.live.map(({ id }) => id)).toEqual(['b'])
  })

  it('are active from the first stage of their start, even if another process starts them', () => {
    const active = () => runs.active.map(({ id }) => id).sort()
    expect(active()).toEqual(['b'])
    const starting = fakeRun('c', { state: 'created', starting: 'engine' })
    fake.emit({ type: 'run', run: starting })
    fake.emit({ type: 'run', run: fakeRun('d', { state: 'created', elsewhere: true }) })
    fake.emit({ type: 'run', run: fakeRun('e', { state: 'created' }) })
    expect(active()).toEqual(['b', 'c', 'd'])
    fake.emit({ type: 'run', run: { ...starting, state: 'running', starting: null } })
    expect(active()).toEqual(['b', 'c', 'd'])
  })

  it('follow training through events alone', () => {
    const before = fake.calls.length
    fake.train('b', 5)
    fake.train('b', 7)
    expect(runs.get('b')?.step).toBe(22)
    expect(runs.get('b')?.latest).toEqual(fakeMetrics(22, 938))
    expectInSync()
    expect(fake.calls.length).toBe(before)
  })

  it('update samples, and ignore events of unknown runs', () => {
    fake.emit({ type: 'sample', id: 'b', step: 400 })
    fake.emit({ type: 'sample', id: 'unknown', step: 400 })
    fake.emit({ type: 'runRemoved', id: 'unknown' })
    expect(runs.get('b')?.sample).toBe(400)
    expect(ids()).toEqual(['a', 'b'])
  })

  it('that another process damages and repairs move to the unreadable ones and back', () => {
    const error = { code: 'checkpoint', message: 'damaged' } as const
    fake.emit({ type: 'runBroken', id: 'a', error })
    fake.emit({ type: 'runBroken', id: 'a', error })
    expect([ids(), runs.broken]).toEqual([['b'], [{ id: 'a', error }]])
    fake.emit({ type: 'run', run: fakeRun('a') })
    expect([ids(), runs.broken]).toEqual([['a', 'b'], []])
    fake.emit({ type: 'runBroken', id: 'a', error })
    fake.emit({ type: 'runRemoved', id: 'a' })
    expect([ids(), runs.broken]).toEqual([['b'], []])
  })

  it('are added and removed by events', () => {
    const run = fakeRun('c')
    fake.emit({ type: 'run', run })
    fake.emit({ type: 'runRemoved', id: 'a' })
    expect(ids()).toEqual(['b', 'c'])
  })

  it('are up to date again after a lost connection', async () => {
    fake.disconnect()
    fake.runs.delete('a')
    fake.runs.set('c', fakeRun('c'))
    fake.train('b', 100)
    fake.connect()
    await flushPromises()
    expectInSync()
  })

  it('are up to date again after an event was lost', async () => {
    fake.sequence++
    fake.runs.delete('a')
    fake.train('b', 1)
    await flushPromises()
    expectInSync()
  })

  it('apply events received while the list was loading', async () => {
    const old: CommandReply<'runs.list'> = { runs: [...fake.runs.values()], broken: [] }
    let release = (): void => undefined
    fake.override['runs.list'] = () =>
      new Promise((resolve) => {
        release = () => resolve(old)
      })
    const loading = runs.load()
    await flushPromises()
    fake.train('b', 5)
    await fake.call('runs.delete', { id: 'a' })
    release()
    await loading
    expectInSync()
  })

  it('show the newest of two lists that arrive out of order', async () => {
    const releases: (() => void)[] = []
    const answers = [[fakeRun('old')], [fakeRun('new')]]
    fake.override['runs.list'] = () => {
      const runs = answers[releases.length] ?? []
      return new Promise((resolve) => releases.push(() => resolve({ runs, broken: [] })))
    }
    const both = [runs.load(), runs.load()]
    await flushPromises()
    releases[1]?.()
    await flushPromises()
    releases[0]?.()
    await Promise.all(both)
    expect(ids()).toEqual(['new'])
  })

  it('report a failed reload and keep the current list', async () => {
    fake.override['runs.list'] = () => {
      throw new StudioError('storage', 'the disk was removed')
    }
    await runs.load()
    expect(runs.status).toBe('ready')
    expect(ids()).toEqual(['a', 'b'])
    expect(reports).toHaveLength(1)
  })

  it('can be renamed, deleted and restored', async () => {
    expect(await runs.rename('a', '  better  ')).toBe(true)
    expect(runs.get('a')?.name).toBe('better')
    const entry = await runs.remove('a', never)
    expect(ids()).toEqual(['b'])
    expect(await runs.restore(entry ?? '')).toBe(true)
    expect(ids()).toEqual(['a', 'b'])
    expectInSync()
  })

  it('are deleted while they are measured only if the user agrees', async () => {
    const asked: boolean[] = []
    const measured: unknown[] = []
    fake.override['runs.delete'] = (request) => {
      measured.push(request.measured)
      if (request.measured !== true) throw problemError('usage', 'runIsMeasured', {})
      delete fake.override['runs.delete']
      return fake.call('runs.delete', request)
    }
    const answer = (yes: boolean) => () => {
      asked.push(yes)
      return Promise.resolve(yes)
    }
    expect(await runs.remove('a', answer(false))).toBeUndefined()
    expectInSync()
    expect(await runs.remove('a', answer(true))).toBeDefined()
    expect(ids()).toEqual(['b'])
    expect(asked).toEqual([false, true])
    expect(measured).toEqual([undefined, undefined, true])
    expect(reports).toEqual([])
  })

  it('stay unchanged when the host refuses', async () => {
    for (const command of ['runs.rename', 'runs.delete'] as const) {
      fake.override[command] = () => {
        throw new StudioError('usage', 'not now')
      }
    }
    expect(await runs.rename('a', 'other')).toBe(false)
    expect(await runs.remove('a', never)).toBeUndefined()
    expectInSync()
    expect(reports).toHaveLength(2)
  })

  it('include a new run as soon as it is created, and report a failed start once', async () => {
    const failures: unknown[] = []
    const run = await runs.train({ name: 'mine', config: fakeConfig() }, (error) =>
      failures.push(error),
    )
    expect(runs.get(run.id)).toMatchObject({ name: 'mine', starting: 'engine' })
    expectInSync()
    fake.failStart('another', { code: 'data', message: 'gone' })
    expect(failures).toEqual([])
    const error = { code: 'data', message: 'gone' } as const
    fake.failStart(run.id, error)
    fake.failStart(run.id, error)
    expect(failures).toEqual([error])
    expectInSync()
  })

  it('have the FID of the newest step, even if an older checkpoint was measured later', () => {
    fake.runs.set('a', fakeRun('a'))
    fake.emit({ type: 'run', run: fakeRun('a') })
    for (const [step, fid] of [
      [200, 5],
      [100, 3],
    ] as const) {
      fake.emit({
        type: 'evaluation',
        id: 'a',
        evaluation: measuredAt(step, { fid }),
        reused: false,
      })
    }
    fake.emit({
      type: 'evaluation',
      id: 'gone',
      evaluation: measuredAt(1, { fid: 1 }),
      reused: false,
    })
    expect(runs.get('a')?.quality).toMatchObject({ step: 200, fid: 5 })
    expect(runs.get('gone')).toBeUndefined()
  })

  it('ignore a failed start of a run that is already training', async () => {
    const failures: unknown[] = []
    const run = await runs.train({ name: 'mine', config: fakeConfig() }, (error) =>
      failures.push(error),
    )
    fake.begin(run.id)
    fake.failStart(run.id, { code: 'data', message: 'gone' })
    expect(failures).toEqual([])
  })
})
