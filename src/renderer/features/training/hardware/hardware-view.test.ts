import { describe, expect, it } from 'vitest'
import { FakeClient } from '../../../testing/fake-client'
import { HardwareView, withSample } from './hardware-view.svelte'
import { sampleAt } from './testing'

const stepsOf = (view: HardwareView) => view.samples?.map(({ step }) => step)

function setUp(stored = [0, 10]) {
  const host = new FakeClient()
  host.override['runs.hardware'] = () => ({ samples: stored.map((step) => sampleAt(step)) })
  const view = new HardwareView(host, 'a')
  const sampled = (step: number) =>
    view.handleEvent({ type: 'hardware', id: 'a', sample: sampleAt(step) })
  return { host, view, sampled }
}

describe('the hardware of a run', () => {
  it('is loaded, then extended by events', async () => {
    const { view, sampled } = setUp()
    sampled(5)
    expect(view.samples).toBeUndefined()
    await view.load()
    sampled(20)
    expect(stepsOf(view)).toEqual([0, 10, 20])
  })

  it('keeps what arrives while loading, once', async () => {
    const { view, sampled } = setUp()
    const loading = view.load()
    sampled(10)
    sampled(20)
    await loading
    expect(stepsOf(view)).toEqual([0, 10, 20])
  })

  it('reports an error, and loads again', async () => {
    const { host, view } = setUp()
    const { ['runs.hardware']: answer } = host.override
    host.override['runs.hardware'] = () => {
      throw new Error('no disk')
    }
    await view.load()
    expect(view.error?.message).toContain('no disk')
    if (answer !== undefined) host.override['runs.hardware'] = answer
    await view.load()
    expect([view.error, stepsOf(view)]).toEqual([undefined, [0, 10]])
  })
})

it('repeated steps replace those of the earlier session, and the list stays bounded', () => {
  const steps = (list: readonly { step: number }[]) => list.map(({ step }) => step)
  const before = [0, 10, 20, 30].map((step) => sampleAt(step))
  expect(steps(withSample(before, sampleAt(15)))).toEqual([0, 10, 15])
  let all = before
  for (let step = 31; step < 3000; step++) all = [...withSample(all, sampleAt(step))]
  expect(all.length).toBeLessThanOrEqual(1000)
  expect([steps(all)[0], steps(all).at(-1)]).toEqual([0, 2999])
})
