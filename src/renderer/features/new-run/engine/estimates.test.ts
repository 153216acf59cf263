import { beforeEach, describe, expect, it } from 'vitest'
import { StudioError } from '../../../../contract/errors'
import { fakeConfig } from '../../../testing/fake-data'
import { FakeClient } from '../../../testing/fake-client'
import { flushPromises } from '../../../testing/flush-promises'
import { Estimates } from './estimates.svelte'

let fake: FakeClient
let estimates: Estimates
let due: (() => void)[]

beforeEach(() => {
  fake = new FakeClient()
  due = []
  estimates = new Estimates(fake, (_, run) => {
    due.push(run)
    return () => void due.splice(due.indexOf(run), 1)
  })
})

const pause = async () => {
  for (const run of due.splice(0)) run()
  await flushPromises()
}

describe('the estimate', () => {
  it('is requested once for a burst of changes, with the last of them', async () => {
    for (const batchSize of [1, 12, 128]) estimates.request(fakeConfig({ batchSize }))
    await pause()
    expect(fake.calls).toHaveLength(1)
    expect(estimates.value?.stepsPerEpoch).toBe(469)
    expect(estimates.status).toBe('ready')
  })

  it('is stale from a change until the answer to it', async () => {
    estimates.request(fakeConfig({ batchSize: 64 }))
    expect(estimates.stale).toBe(false)
    await pause()
    expect(estimates.stale).toBe(false)
    estimates.request(fakeConfig({ batchSize: 128 }))
    expect(estimates.stale).toBe(true)
    for (const run of due.splice(0)) run()
    expect(estimates.stale).toBe(true)
    await flushPromises()
    expect(estimates.stale).toBe(false)
  })

  it('is cleared when values become invalid, even with a request pending', async () => {
    estimates.request(fakeConfig())
    for (const run of due.splice(0)) run()
    estimates.request(undefined)
    await flushPromises()
    expect([estimates.status, estimates.value]).toEqual(['none', null])
  })

  it('measures an unknown speed after a pause', async () => {
    estimates.request({ ...fakeConfig(), engine: 'cpu' })
    await pause()
    expect([estimates.value?.secondsPerStep, estimates.measuring]).toEqual([null, 'now'])
    expect(fake.calls.map(({ command }) => command)).toEqual(['estimate'])
    await pause()
    expect([estimates.value?.secondsPerStep, estimates.measuring]).toEqual([0.5, 'done'])
    estimates.request(fakeConfig())
    await pause()
    expect([estimates.value?.secondsPerStep, estimates.measuring]).toEqual([0.04, 'no'])
    expect(due).toEqual([])
  })

  it('discards measurements of outdated values, and measures nothing for invalid ones', async () => {
    estimates.request({ ...fakeConfig(), engine: 'cpu' })
    await pause()
    for (const run of due.splice(0)) run()
    estimates.request(fakeConfig())
    await flushPromises()
    await pause()
    expect([estimates.value?.secondsPerStep, estimates.measuring]).toEqual([0.04, 'no'])
    estimates.request({ ...fakeConfig(), engine: 'cpu' })
    await pause()
    estimates.request(undefined)
    expect(due).toEqual([])
  })

  it('is shown without a speed if it cannot be measured', async () => {
    fake.override['estimate.measure'] = () => {
      throw new StudioError('engine', 'the engine does not start')
    }
    estimates.request({ ...fakeConfig(), engine: 'cpu' })
    await pause()
    await pause()
    expect([estimates.status, estimates.measuring]).toEqual(['ready', 'no'])
    expect(estimates.value).toMatchObject({ stepsPerEpoch: 938, secondsPerStep: null })
  })

  it('keeps a problem with a value until that value or the data set changes', async () => {
    const refuse = () => {
      throw new StudioError('usage', 'too large', { where: 'batchSize' })
    }
    const changes = [{ hyperparameters: { batchSize: 7 } }, { dataset: 'other' }, undefined]
    for (const change of changes) {
      fake.override.estimate = refuse
      estimates.request(fakeConfig())
      await pause()
      estimates.request(fakeConfig({ epochs: 3 }))
      expect(estimates.problem?.where).toBe('batchSize')
      await pause()
      const { dataset, hyperparameters } = change ?? {}
      const config = { ...fakeConfig(hyperparameters), ...(dataset && { dataset }) }
      estimates.request(change && config)
      expect(estimates.problem).toBeNull()
    }
    fake.override = {}
    estimates.request(fakeConfig())
    await pause()
    expect(estimates.problem).toBeNull()
  })

  it('reports why it failed', async () => {
    fake.override.estimate = () => {
      throw new StudioError('data', 'the data set does not exist')
    }
    estimates.request(fakeConfig())
    await pause()
    expect([estimates.status, estimates.problem?.message]).toEqual([
      'failed',
      'the data set does not exist',
    ])
    fake.override = {}
    estimates.request(fakeConfig())
    await pause()
    expect(estimates.status).toBe('ready')
  })
})
