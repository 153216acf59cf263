import { beforeEach, describe, expect, it } from 'vitest'
import { StudioError } from '../../contract/errors'
import { fakeEngines } from '../testing/fake-data'
import { FakeClient } from '../testing/fake-client'
import { Engines } from './engines.svelte'

let fake: FakeClient
let engines: Engines
let reports: unknown[]

beforeEach(() => {
  fake = new FakeClient()
  reports = []
  engines = new Engines(fake, (error) => reports.push(error))
})

describe('the engines', () => {
  it('are probed once, however many screens use them', async () => {
    await Promise.all([engines.ensureLoaded(), engines.ensureLoaded()])
    await engines.ensureLoaded()
    expect(fake.calls).toHaveLength(1)
    expect(engines.items).toEqual(fakeEngines)
  })

  it('resolve a choice to an available engine or undefined', async () => {
    expect(engines.resolve('auto')).toBeUndefined()
    await engines.ensureLoaded()
    expect(engines.resolve('auto')?.name).toBe('wasm')
    expect(engines.resolve('cpu')?.name).toBe('cpu')
    expect(engines.resolve('tensorflow')).toBeUndefined()
  })

  it('are probed again after a failure and on request', async () => {
    fake.override['engines.list'] = () => {
      throw new StudioError('engine', 'the process died')
    }
    await engines.ensureLoaded()
    expect([engines.status, reports.length]).toEqual(['failed', 1])
    fake.override = {}
    await engines.ensureLoaded()
    expect(engines.status).toBe('ready')
    await engines.reload()
    expect(fake.calls).toHaveLength(3)
  })

  it('are measured again on request, once at a time; a failure is reported', async () => {
    const measurement = { setup: { threads: 2, math: 'onednn' as const }, busy: true }
    fake.override['engines.measure'] = () => ({
      engines: fakeEngines,
      measurement,
      ...{ bfloat16: false, automatic: false },
    })
    await Promise.all([engines.measure(), engines.measure()])
    expect(fake.calls).toHaveLength(1)
    expect([engines.measurement, engines.measuring]).toEqual([measurement, false])
    expect(engines.measuresItself).toBe(false)
    fake.override['engines.measure'] = () => {
      throw new StudioError('usage', 'a run is training')
    }
    await engines.measure()
    expect([reports.length, engines.measurement]).toEqual([1, measurement])
  })
})
