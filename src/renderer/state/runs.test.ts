import { beforeEach, describe, expect, it } from 'vitest'
import type { CommandReply } from '../../contract/api'
import { StudioError } from '../../contract/errors'
import { fakeConfig, fakeMetrics, fakeRun } from '../testing/fake-data'
import { FakeClient } from '../testing/fake-client'
import { settle } from '../testing/settle'
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
  await settle()
})

const ids = () => runs.all.map(({ id }) => id).sort()
/** Expects the page to show the host's runs. */
const expectTrue = () => {
  const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id)
  expect([...runs.all].sort(byId)).toEqual([...fake.runs.values()].sort(byId))
}

describe('the runs', () => {
  it('are those of the host, the live ones apart', () => {
    expect(runs.status).toBe('ready')
    expectTrue()
    expect(runs.live.map(({ id }) => id)).toEqual(['b'])
  })

  it('follow training without another call', () => {
    const before = fake.calls.length
    fake.train('b', 5)
    fake.train('b', 7)
    expect(runs.get('b')?.step).toBe(22)
    expect(runs.get('b')?.latest).toEqual(fakeMetrics(22, 938))
    expectTrue()
    expect(fake.calls.length).toBe(before)
  })

  it('apply new samples, and ignore events of unknown runs', () => {
    fake.emit({ type: 'sample', id: 'b', step: 400 })
    fake.emit({ type: 'sample', id: 'unknown', step: 400 })
    fake.emit({ type: 'runRemoved', id: 'unknown' })
    expect(runs.get('b')?.sample).toBe(400)
    expect(ids()).toEqual(['a', 'b'])
  })

  it('come and go by events', () => {
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
    await settle()
    expectTrue()
  })

  it('are up to date again after an event was lost', async () => {
    fake.sequence++
    fake.runs.delete('a')
    fake.train('b', 1)
    await settle()
    expectTrue()
  })

  it('keep later events when a slow list arrives', async () => {
    const old: CommandReply<'runs.list'> = { runs: [...fake.runs.values()], broken: [] }
    let release = (): void => undefined
    fake.override['runs.list'] = () =>
      new Promise((resolve) => {
        release = () => resolve(old)
      })
    const loading = runs.load()
    await settle()
    fake.train('b', 5)
    await fake.call('runs.delete', { id: 'a' })
    release()
    await loading
    expectTrue()
  })

  it('show the newest of two lists that arrive out of order', async () => {
    const releases: (() => void)[] = []
    const answers = [[fakeRun('old')], [fakeRun('new')]]
    fake.override['runs.list'] = () => {
      const runs = answers[releases.length] ?? []
      return new Promise((resolve) => releases.push(() => resolve({ runs, broken: [] })))
    }
    const both = [runs.load(), runs.load()]
    await settle()
    releases[1]?.()
    await settle()
    releases[0]?.()
    await Promise.all(both)
    expect(ids()).toEqual(['new'])
  })

  it('report that the list cannot be loaded, and keep the present one', async () => {
    fake.override['runs.list'] = () => {
      throw new StudioError('storage', 'the disk is gone')
    }
    await runs.load()
    expect(runs.status).toBe('ready')
    expect(ids()).toEqual(['a', 'b'])
    expect(reports).toHaveLength(1)
  })

  it('change as the host says', async () => {
    expect(await runs.rename('a', '  better  ')).toBe(true)
    expect(runs.get('a')?.name).toBe('better')
    expect(await runs.remove('a')).toBe(true)
    expect(ids()).toEqual(['b'])
    expect(await runs.restore('a')).toBe(true)
    expect(ids()).toEqual(['a', 'b'])
    expectTrue()
  })

  it('stay unchanged when the host refuses', async () => {
    for (const command of ['runs.rename', 'runs.delete'] as const) {
      fake.override[command] = () => {
        throw new StudioError('usage', 'not now')
      }
    }
    expect(await runs.rename('a', 'other')).toBe(false)
    expect(await runs.remove('a')).toBe(false)
    expectTrue()
    expect(reports).toHaveLength(2)
  })

  it('have a new run as soon as it is created, and report a failed start once', async () => {
    const failures: unknown[] = []
    const run = await runs.train({ name: 'mine', config: fakeConfig() }, (error) =>
      failures.push(error),
    )
    expect(runs.get(run.id)).toMatchObject({ name: 'mine', starting: 'engine' })
    expectTrue()
    fake.failStart('another', { code: 'data', message: 'gone' })
    expect(failures).toEqual([])
    const error = { code: 'data', message: 'gone' } as const
    fake.failStart(run.id, error)
    fake.failStart(run.id, error)
    expect(failures).toEqual([error])
    expectTrue()
  })

  it('do not mistake a failed start for that of a run that is already training', async () => {
    const failures: unknown[] = []
    const run = await runs.train({ name: 'mine', config: fakeConfig() }, (error) =>
      failures.push(error),
    )
    fake.begin(run.id)
    fake.failStart(run.id, { code: 'data', message: 'gone' })
    expect(failures).toEqual([])
  })
})
