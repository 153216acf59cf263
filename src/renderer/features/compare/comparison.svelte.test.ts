import { describe, expect, it } from 'vitest'
import type { RunDetail, RunSummary } from '../../../contract/summary'
import type { Evaluation } from '../../../contract/evaluations/evaluation'
import type { CompareAxis } from '../../state/page/routes'
import { StudioState } from '../../state/studio.svelte'
import { FakeClient } from '../../testing/fake-client'
import { fakeConfig, fakeRun } from '../../testing/fake-data'
import { FakeWindow } from '../../testing/fake-window'
import { flushPromises } from '../../testing/flush-promises'
import { measuredAt } from '../quality/testing'
import { imagePoints, readRun, stepPoints, withLooks } from './charts/chart-lines'
import { MeasuredRuns } from './charts/measured-runs.svelte'
import { Comparison } from './comparison.svelte'
import { lossD } from '../../../contract/metrics/loss-d'
import { fid } from '../../../contract/metrics/images/fid'

const color = (token: string) => `#${token.length.toString(16).padStart(6, '0')}`
const detailOf = (summary: RunSummary): RunDetail => ({
  ...{ summary, samples: [0, summary.step], checkpoints: [], newestUsable: null, log: [] },
  sessions: [
    {
      ...{ startedAt: summary.createdAt, endedAt: summary.changedAt },
      ...{ fromStep: 0, toStep: summary.step, trainedSeconds: summary.step / 10 },
    },
  ],
})

/** Runs of 100, 200 … steps, with batches of 64, 32 … images and a loss of 1, 2 … at every step. */
async function setUp(
  ids: string,
  evaluations: Record<string, Evaluation[]> = {},
  axis: CompareAxis = 'step',
) {
  const host = new FakeClient()
  ;[...ids].forEach((id, i) => {
    const config = fakeConfig({ batchSize: 64 / 2 ** i })
    host.runs.set(
      id,
      fakeRun(id, { config, step: 100 * (i + 1), createdAt: `2026-01-0${i + 1}T00:00:00.000Z` }),
    )
  })
  const runOf = (id: string) => host.runs.get(id) ?? fakeRun(id)
  host.override['runs.get'] = ({ id }) => detailOf(runOf(id))
  host.override['evaluations.list'] = ({ id }) => ({
    evaluations: evaluations[id] ?? [],
    warnings: [],
  })
  host.override['runs.metrics'] = ({ id }) => {
    const { step: steps } = runOf(id)
    const step = Array.from({ length: steps }, (_, i) => i + 1)
    const values = step.map(() => ids.indexOf(id) + 1)
    return { step, lastStep: steps, series: { lossD: { mean: values, low: values, high: values } } }
  }
  globalThis.requestAnimationFrame ??= (draw) => (queueMicrotask(() => draw(0)), 0)
  const studio = new StudioState(host, new FakeWindow())
  host.connect()
  await flushPromises()
  const comparison = new Comparison(studio, () => axis)
  comparison.show([...ids])
  const stop = comparison.listen()
  await flushPromises()
  const read = (id: string, cursor?: number) =>
    readRun(stepPoints(comparison, lossD), id, cursor)?.value
  return { host, comparison, stop, read }
}
const idsOf = ({ runs }: Comparison) => runs.map(({ id }) => id).join('')

describe('a comparison', () => {
  it('reads every run at the cursor, and none where it has ended', async () => {
    const { comparison, read } = await setUp('abc')
    comparison.smoothing = 0
    expect(['a', 'b', 'c'].map((id) => read(id))).toEqual([1, 2, 3])
    expect(['a', 'b', 'c'].map((id) => read(id, 150))).toEqual([undefined, 2, 3])
    expect(comparison.bounds).toEqual({ from: 1, to: 300 })
    comparison.toggle('c')
    expect(comparison.bounds.to).toBe(200)
  })

  it('has other x values for the same steps by images seen or by time', async () => {
    const ends = async (axis: CompareAxis) => {
      const { comparison } = await setUp('ab', {}, axis)
      return comparison.runs.map(({ end }) => end)
    }
    expect(await ends('step')).toEqual([100, 200])
    expect(await ends('images')).toEqual([6400, 6400])
    expect(await ends('time')).toEqual([10_000, 20_000])
  })

  it('keeps the runs that stay, with what was loaded, and the looks of all', async () => {
    const { host, comparison } = await setUp('abc')
    const [a, , c] = comparison.runs
    const look = comparison.lookOf('c')
    const calls = host.calls.length
    comparison.show(['c', 'a', 'gone'])
    expect(comparison.runs).toEqual([c, a])
    expect(comparison.lookOf('c')).toBe(look)
    expect(host.calls.length).toBe(calls)
    comparison.show(['c', 'a', 'b'])
    expect(idsOf(comparison)).toBe('cab')
    expect(new Set(['a', 'b', 'c'].map((id) => comparison.lookOf(id))).size).toBe(3)
  })

  it('highlights one run, until it is picked again or removed', async () => {
    const { comparison } = await setUp('abc')
    comparison.pick('b')
    const lines = () => withLooks(comparison, stepPoints(comparison, lossD), color)
    expect(lines().map(({ picked }) => picked)).toEqual([false, true, false])
    expect(lines().map((line) => line.color.length)).toEqual([9, 7, 9])
    // Only the highlighted run has its unsmoothed values behind the line.
    expect(lines().map(({ band }) => band !== undefined)).toEqual([false, true, false])
    comparison.show(['a', 'c'])
    expect(comparison.picked).toBeUndefined()
    comparison.show(['a', 'b', 'c'])
    comparison.pick('b')
    expect(comparison.picked).toBeUndefined()
  })

  it('zooms all runs to the same range, which stays within all steps', async () => {
    const { comparison } = await setUp('abc')
    comparison.setRange({ from: 120, to: 180 })
    comparison.refine()
    expect([comparison.isZoomed, comparison.visible]).toEqual([true, { from: 120, to: 180 }])
    expect(comparison.runs.map(({ view }) => view.metrics.range)).toEqual([
      ...[
        { from: 40, to: 100 },
        { from: 120, to: 180 },
        { from: 120, to: 180 },
      ],
    ])
    comparison.pan(5)
    expect(comparison.visible).toEqual({ from: 240, to: 300 })
    comparison.zoom(100)
    comparison.refine()
    expect(comparison.isZoomed).toBe(false)
    expect(comparison.runs.map(({ view }) => view.metrics.range)).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('moves the cursor within the range by keys, from its end', async () => {
    const { comparison } = await setUp('ab')
    comparison.moveCursor(-1)
    expect(comparison.cursor).toBe(199)
    comparison.moveCursor(-Infinity)
    expect(comparison.cursor).toBe(1)
    comparison.moveCursor(-10)
    expect(comparison.cursor).toBe(1)
    comparison.moveCursor(Infinity)
    expect(comparison.cursor).toBe(200)
  })

  it('follows the events of its runs only, until it stops', async () => {
    const { host, comparison, stop } = await setUp('ab')
    const samples = () => comparison.runs.map(({ view }) => view.detail?.samples.length)
    comparison.show(['a'])
    host.emit({ type: 'sample', id: 'a', step: 7 })
    host.emit({ type: 'sample', id: 'b', step: 7 })
    expect(samples()).toEqual([3])
    host.emit({ type: 'evaluation', id: 'a', evaluation: measuredAt(5, { fid: 1 }), reused: false })
    expect(comparison.runs[0]?.quality.evaluations).toHaveLength(1)
    stop()
    host.emit({ type: 'sample', id: 'a', step: 8 })
    expect(samples()).toEqual([3])
  })

  it('loads everything again after missed events', async () => {
    const { host, comparison } = await setUp('ab')
    const count = () => host.calls.filter(({ command }) => command === 'runs.get').length
    const before = count()
    host.sequence += 5
    host.emit({ type: 'sample', id: 'a', step: 7 })
    await flushPromises()
    expect(count()).toBe(before + comparison.runs.length)
  })
})

describe('the image metrics of a comparison', () => {
  const { protocol } = measuredAt(1, {})
  const other = { ...protocol, net: { ...protocol.net, sha256: 'e'.repeat(64) } }
  const cheap = { pass: 'cheap', count: 20 } as const

  it('are drawn with one protocol, and the other runs are named', async () => {
    const { comparison } = await setUp('abcd', {
      a: [measuredAt(10, { fid: 5 }), measuredAt(20, { fid: 4 })],
      b: [measuredAt(10, { fid: 7 })],
      c: [measuredAt(10, { fid: 1, kid: 1 }, { protocol: other })],
    })
    const measured = new MeasuredRuns(comparison)
    expect(measured.metrics.map(({ key }) => key)).toEqual(['fid'])
    expect([measured.namesOf(measured.otherwise), measured.namesOf(measured.unmeasured)]).toEqual([
      ['c'],
      ['d'],
    ])
    const lines = imagePoints(comparison, fid, measured.shared)
    expect(lines.map(({ key, xs, smoothed }) => [key, xs, smoothed])).toEqual([
      ['a', [10, 20], [5, 4]],
      ['b', [10], [7]],
    ])
    expect(['a', 'b', 'c'].map((id) => readRun(lines, id, 15)?.value)).toEqual([5, 7, undefined])
    expect(readRun(lines, 'a', 5)).toBeUndefined()
  })

  it('never join values of different numbers of images, and read the newest of both', async () => {
    const { comparison } = await setUp('a', {
      a: [
        measuredAt(10, { fid: 9 }, cheap),
        measuredAt(20, { fid: 8 }, cheap),
        measuredAt(20, { fid: 3 }),
      ],
    })
    const measured = new MeasuredRuns(comparison)
    const lines = imagePoints(comparison, fid, measured.shared)
    expect(lines.map(({ hollow, smoothed }) => [hollow, smoothed])).toEqual([
      [false, [3]],
      [true, [9, 8]],
    ])
    expect(readRun(lines, 'a', undefined)).toMatchObject({ value: 3, hollow: false })
    expect(readRun(lines, 'a', 15)).toMatchObject({ value: 9, hollow: true })
  })
})
