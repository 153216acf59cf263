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
  it('is asked once for a burst of changes, for the last of them', async () => {
    for (const batchSize of [1, 12, 128]) estimates.want(fakeConfig({ batchSize }))
    await pause()
    expect(fake.calls).toHaveLength(1)
    expect(estimates.value?.stepsPerEpoch).toBe(469)
    expect(estimates.status).toBe('ready')
  })

  it('goes when the values are not valid, even if an answer is on its way', async () => {
    estimates.want(fakeConfig())
    for (const run of due.splice(0)) run()
    estimates.want(undefined)
    await flushPromises()
    expect([estimates.status, estimates.value]).toEqual(['none', null])
  })

  it('has an unknown speed measured, once the values stand still', async () => {
    estimates.want({ ...fakeConfig(), engine: 'cpu' })
    await pause()
    expect([estimates.value?.secondsPerStep, estimates.measuring]).toEqual([null, 'now'])
    expect(fake.calls.map(({ command }) => command)).toEqual(['estimate'])
    await pause()
    expect([estimates.value?.secondsPerStep, estimates.measuring]).toEqual([0.5, 'done'])
    estimates.want(fakeConfig())
    await pause()
    expect([estimates.value?.secondsPerStep, estimates.measuring]).toEqual([0.04, 'no'])
    expect(due).toEqual([])
  })

  it('drops a measurement of values that have changed, and measures nothing for none', async () => {
    estimates.want({ ...fakeConfig(), engine: 'cpu' })
    await pause()
    for (const run of due.splice(0)) run()
    estimates.want(fakeConfig())
    await flushPromises()
    await pause()
    expect([estimates.value?.secondsPerStep, estimates.measuring]).toEqual([0.04, 'no'])
    estimates.want({ ...fakeConfig(), engine: 'cpu' })
    await pause()
    estimates.want(undefined)
    expect(due).toEqual([])
  })

  it('keeps the rest where the speed cannot be measured', async () => {
    fake.override['estimate.measure'] = () => {
      throw new StudioError('engine', 'it does not start')
    }
    estimates.want({ ...fakeConfig(), engine: 'cpu' })
    await pause()
    await pause()
    expect([estimates.status, estimates.measuring]).toEqual(['ready', 'no'])
    expect(estimates.value).toMatchObject({ stepsPerEpoch: 938, secondsPerStep: null })
  })

  it('says why there is none', async () => {
    fake.override.estimate = () => {
      throw new StudioError('data', 'the data set is gone')
    }
    estimates.want(fakeConfig())
    await pause()
    expect([estimates.status, estimates.problem?.message]).toEqual([
      'failed',
      'the data set is gone',
    ])
    fake.override = {}
    estimates.want(fakeConfig())
    await pause()
    expect(estimates.status).toBe('ready')
  })
})
