import { describe, expect, it, vi } from 'vitest'
import type { CommandReply, CommandRequest } from '../../../contract/api'
import type { Metrics } from '../../../contract/metrics/record'
import { FakeClient } from '../../testing/fake-client'
import { fakeMetrics } from '../../testing/fake-data'
import { flushPromises } from '../../testing/flush-promises'
import { append, emptySeries, rebucket, slice, spans, startOf } from './metrics-series'
import { MetricsSeries } from './metrics-series.svelte'

type MetricsRequest = CommandRequest<'runs.metrics'>

const points = (from: number, to: number): Metrics[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => fakeMetrics(from + i, 100))

/** A host that has trained `steps` steps, its metrics series, and frames drawn on request. */
async function setUp(steps: number) {
  const host = { steps, delay: undefined as Promise<void> | undefined }
  const studio = new FakeClient()
  studio.override['runs.metrics'] = async (
    request: MetricsRequest,
  ): Promise<CommandReply<'runs.metrics'>> => {
    const lastStep = host.steps
    const { from = 1, to = lastStep, buckets } = request
    const all = append(emptySeries(from), points(from, Math.min(to, lastStep)))
    const { step, bands } = rebucket(all, buckets)
    await host.delay
    return { step, series: Object.fromEntries(bands), lastStep }
  }
  const frames: (() => void)[] = []
  const series = new MetricsSeries(studio, 'run', (draw) => void frames.push(draw))
  const draw = async () => {
    await flushPromises()
    for (const frame of frames.splice(0)) frame()
  }
  const train = (count: number) => {
    series.add(points(host.steps + 1, host.steps + count))
    host.steps += count
  }
  series.ensureLoaded()
  await draw()
  return { host, studio, series, frames, draw, train }
}

function expectComplete(series: MetricsSeries, last: number): void {
  const { whole } = series
  let next = 1
  whole.step.forEach((step, i) => {
    expect(startOf(whole, i)).toBe(next)
    next = step + 1
  })
  expect(next).toBe(last + 1)
}

describe('the metrics of a run', () => {
  it('cover every step once after many live batches, in bounded space', async () => {
    const { host, series, draw, train } = await setUp(47_000)
    for (let i = 0; i < 400; i++) {
      train(1 + (i % 17))
      if (i % 5 === 0) await draw()
    }
    await draw()
    expectComplete(series, host.steps)
    expect(series.whole.step.length).toBeLessThanOrEqual(1600)
  })

  it('are published at most once per frame', async () => {
    const { series, frames, draw, train } = await setUp(10)
    const before = series.whole
    for (let i = 0; i < 50; i++) train(1)
    expect(frames.length).toBe(1)
    expect(series.whole).toBe(before)
    await draw()
    expectComplete(series, 60)
  })

  it('include steps received while loading', async () => {
    const { host, series, draw, train } = await setUp(100)
    let release = (): void => undefined
    host.delay = new Promise((resolve) => (release = resolve))
    void series.reload()
    await flushPromises()
    train(30)
    host.delay = undefined
    release()
    await draw()
    expectComplete(series, 130)
  })

  it('reload once if live points leave a gap after those loaded', async () => {
    const { host, studio, series, draw, train } = await setUp(100)
    const loads = () => studio.calls.filter(({ command }) => command === 'runs.metrics').length
    host.steps = 110
    train(5)
    await draw()
    expectComplete(series, 115)
    expect(loads()).toBe(2)
    train(5)
    await draw()
    expectComplete(series, 120)
    expect(loads()).toBe(2)
  })

  it('reload when training resumes from an earlier step', async () => {
    const { host, series, draw, train } = await setUp(100)
    train(50)
    await draw()
    host.steps = 120
    series.add(points(121, 121))
    host.steps = 121
    await draw()
    expectComplete(series, 121)
  })

  it('load and keep nothing until first used', async () => {
    const studio = new FakeClient()
    const series = new MetricsSeries(studio, 'run', (draw) => draw())
    series.add(points(1, 9))
    await series.reload()
    expect(studio.calls).toEqual([])
    expect(series.lastStep).toBe(0)
  })

  it('report a failed load and can be reloaded', async () => {
    const { host, studio, series, draw } = await setUp(20)
    const answer = studio.override['runs.metrics']
    studio.override['runs.metrics'] = () => Promise.reject(new Error('the disk was removed'))
    await series.reload()
    expect(series.error?.message).toBe('the disk was removed')
    if (answer !== undefined) studio.override['runs.metrics'] = answer
    await series.reload()
    await draw()
    expect(series.error).toBeUndefined()
    expectComplete(series, host.steps)
  })
})

describe('zooming', () => {
  it('shows exactly the requested range and loads it in full detail', async () => {
    vi.useFakeTimers()
    const { series, draw } = await setUp(47_000)
    series.zoomTo({ from: 10_001, to: 10_400 })
    expect(series.shown.first).toBe(10_001)
    expect(series.shown.step.at(-1)).toBe(10_400)
    expect(series.shown.step.length).toBeLessThan(20)
    vi.runAllTimers()
    vi.useRealTimers()
    await draw()
    expect(series.shown.first).toBe(10_001)
    expect(spans(series.shown)).toEqual(Array(400).fill(1))
    expect(series.shown).toEqual(
      slice(append(emptySeries(10_001), points(10_001, 10_400)), 10_001, 10_400),
    )
  })

  it('follows training only if the range ended at the newest step', async () => {
    const { series, draw, train } = await setUp(2000)
    series.zoomTo({ from: 1901, to: 2000 })
    train(40)
    await draw()
    expect(series.range).toEqual({ from: 1941, to: 2040 })
    series.zoomTo({ from: 101, to: 200 })
    train(40)
    await draw()
    expect(series.range).toEqual({ from: 101, to: 200 })
    series.zoomTo(undefined)
    await draw()
    expectComplete(series, 2080)
    expect(series.shown).toBe(series.whole)
  })

  it('loads detail once for many quick changes of the range', async () => {
    vi.useFakeTimers()
    const { studio, series } = await setUp(47_000)
    const before = studio.calls.length
    for (let i = 0; i < 30; i++) series.zoomTo({ from: 5000 + i, to: 5999 + i })
    vi.runAllTimers()
    vi.useRealTimers()
    await flushPromises()
    expect(studio.calls.length).toBe(before + 1)
  })
})
