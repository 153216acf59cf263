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
  it('are tried once, however many screens need them', async () => {
    await Promise.all([engines.need(), engines.need()])
    await engines.need()
    expect(fake.calls).toHaveLength(1)
    expect(engines.items).toEqual(fakeEngines)
  })

  it('resolve a choice to one that works here, or to none', async () => {
    expect(engines.resolve('auto')).toBeUndefined()
    await engines.need()
    expect(engines.resolve('auto')?.name).toBe('wasm')
    expect(engines.resolve('cpu')?.name).toBe('cpu')
    expect(engines.resolve('tensorflow')).toBeUndefined()
  })

  it('are tried again after a failure, and on request', async () => {
    fake.override['engines.list'] = () => {
      throw new StudioError('engine', 'the process died')
    }
    await engines.need()
    expect([engines.status, reports.length]).toEqual(['failed', 1])
    fake.override = {}
    await engines.need()
    expect(engines.status).toBe('ready')
    await engines.reload()
    expect(fake.calls).toHaveLength(3)
  })
})
