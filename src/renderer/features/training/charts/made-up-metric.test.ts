import { expect, it, vi } from 'vitest'
import type * as table from '../../../../contract/metrics/metrics'
import { losses } from '../../../../contract/recipe/losses/losses'
import type { Metrics } from '../../../../contract/metrics/record'
import { charts } from '../../../../contract/metrics/table'
import { i18n } from '../../../i18n/i18n.svelte'
import { append, emptySeries, fromWindow } from '../../../charts/series/metrics-series'
import { MetricsSeries } from '../../../charts/series/metrics-series.svelte'
import { FakeClient } from '../../../testing/fake-client'
import { flushPromises } from '../../../testing/flush-promises'
import { buildModel } from './chart-build'
import { contiguousRanges, toPoints } from '../../../charts/chart-model'
import { chartsOf, linesOf } from './charts'
import { ChartsView } from './charts-view.svelte'
import { readLines, smoothedLines } from '../../../charts/lines'
import { describeStep, describeReading } from './reading'

/*
 * Adding a metric takes one file and one line of the table; this adds two and changes nothing else.
 */

vi.mock('../../../../contract/metrics/metrics', async (original) => {
  const { metrics } = await original<typeof table>()
  const { madeUpDistance, madeUpGap } = await import('../../../../contract/metrics/testing')
  return { metrics: [...metrics, madeUpGap, madeUpDistance] }
})

const plain = { color: (token: string) => token, formatX: String, formatY: String }
const chartOf = (id: string) => {
  const chart = charts().find((each) => each.id === id)
  if (chart === undefined) throw new Error(`there is no chart ${id}`)
  return chart
}

/**
 * Losses at every step, the gap from step 31, the distance every 20 steps, and one unknown metric.
 */
function pointAt(step: number): Metrics {
  return {
    step,
    epoch: 1,
    lossD: 1 + 1 / step,
    lossG: 0.7,
    ...(step > 30 ? { madeUpGap: -step } : {}),
    ...(step % 20 === 0 ? { madeUpDistance: step } : {}),
    ofAnotherVersion: 1,
  }
}

const points = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => pointAt(from + i))
const series = append(append(emptySeries(), points(1, 50)), points(51, 110))

async function viewOf(steps: number): Promise<ChartsView> {
  const studio = new FakeClient()
  const { step, bands } = append(emptySeries(), points(1, steps))
  const nulls = (values: number[]) => values.map((value) => (Number.isNaN(value) ? null : value))
  studio.override['runs.metrics'] = () => ({
    step,
    series: Object.fromEntries(
      [...bands].map(([key, { mean, low, high }]) => [
        key,
        { mean: nulls(mean), low: nulls(low), high: nulls(high) },
      ]),
    ),
    lastStep: steps,
  })
  const metrics = new MetricsSeries(studio, 'run', (draw) => draw())
  metrics.ensureLoaded()
  await flushPromises()
  return new ChartsView(metrics, losses.nonSaturating)
}

it('draws the charts that a run has metrics for, and omits unknown metrics', () => {
  expect(chartsOf(series.bands).map(({ id }) => id)).toEqual(['loss', 'madeUp'])
  const early = append(emptySeries(), points(1, 10))
  expect(chartsOf(early.bands).map(({ id }) => id)).toEqual(['loss'])
  expect(linesOf(chartOf('loss'), series.bands).map(({ key }) => key)).toEqual([
    'lossD',
    'lossG',
    'madeUpGap',
  ])
  expect([...series.bands.keys()]).toContain('ofAnotherVersion')
})

it('has a line with its own colour and dashes, and a baseline, both within the axis', async () => {
  const view = await viewOf(110)
  const { lines, levels, y } = buildModel(chartOf('loss'), view, plain)
  expect(lines.map(({ color }) => color)).toEqual(['--series-d', '--series-g', '--series-5'])
  expect(new Set(lines.map(({ dash }) => dash.join())).size).toBe(3)
  expect(levels).toContainEqual({ value: 0, label: '0', color: '--series-5' })
  expect(y.min).toBeLessThan(-110)
  view.toggle('madeUpGap')
  expect(buildModel(chartOf('loss'), view, plain).y.min).toBeGreaterThan(0)
})

it('is a line with a gap where a step metric is missing, and joined dots for evaluations', async () => {
  const view = await viewOf(110)
  const drawn = (id: string, key: string, logarithmic = false) => {
    const model = buildModel(chartOf(id), view, plain)
    const line = model.lines.find((each) => each.key === key)
    if (line === undefined) throw new Error(`there is no line ${key}`)
    return toPoints(line, logarithmic)
  }
  const gap = drawn('loss', 'madeUpGap')
  expect(gap).toHaveLength(110)
  expect(gap.map(({ y }) => Number.isNaN(y))).toEqual(gap.map(({ x }) => x <= 30))
  const evaluations = [20, 40, 60, 80, 100].map((step) => ({ x: step, y: step }))
  expect(drawn('madeUp', 'madeUpDistance')).toEqual(evaluations)
  expect(drawn('madeUp', 'madeUpDistance', true)).toEqual(evaluations)
  expect(drawn('loss', 'madeUpGap', true).every(({ y }) => Number.isNaN(y))).toBe(true)
})

it('reads the newest evaluation up to a step, and step metrics only where present', () => {
  const lines = smoothedLines(series, 0.6, 1)
  const at = (step: number) => readLines(series, lines, step)?.values
  expect(at(19)?.has('madeUpDistance')).toBe(false)
  expect(at(20)?.get('madeUpDistance')).toBe(20)
  expect(at(39)?.get('madeUpDistance')).toBe(20)
  expect(at(Infinity)?.get('madeUpDistance')).toBe(100)
  expect(at(30)?.has('madeUpGap')).toBe(false)
  expect(at(31)?.get('madeUpGap')).toBeCloseTo(-31, 9)
})

it('is described with its unit and decimals', () => {
  const reading = readLines(series, smoothedLines(series, 0, 1), 40)
  if (reading === undefined) throw new Error('there is nothing to read')
  const all = charts().flatMap((chart) => linesOf(chart, series.bands))
  expect(describeReading(reading, all, describeStep(reading, null))).toBe(
    'Step 40; D loss 1.025; G loss 0.700; Logit gap -40.0 nats; Distance 40.00',
  )
  i18n.language = 'zh-CN'
  expect(describeReading(reading, all, describeStep(reading, null))).toMatch(/^第 40 步；[^;]+$/)
  i18n.language = 'en'
})

it('passes through a window unchanged, gaps included', () => {
  const mean = [null, 2, null]
  const window = { step: [5, 9, 12], series: { madeUpDistance: { mean, low: mean, high: mean } } }
  const { bands } = fromWindow({ ...window, lastStep: 12 })
  expect(bands.get('madeUpDistance')?.high).toEqual([NaN, 2, NaN])
})

it('is shaded between its gaps', () => {
  const { NaN: gap } = Number
  expect(contiguousRanges([gap, 1, 2, gap, gap, 3])).toEqual([
    { begin: 1, end: 3 },
    { begin: 5, end: 6 },
  ])
  expect(contiguousRanges([1, -Infinity, 0])).toEqual([{ begin: 0, end: 3 }])
  expect(contiguousRanges([gap])).toEqual([])
})
