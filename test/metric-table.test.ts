import fs from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { seriesColors } from '../src/contract/metrics/metric'
import type * as table from '../src/contract/metrics/metrics'
import { newestMetrics } from '../src/contract/metrics/record'
import type { Metrics } from '../src/contract/metrics/record'
import { metricsText } from '../src/main/cli/metrics-text'
import { metricsLine, scanMetrics } from '../src/main/storage/runs/metrics-lines'
import { lastMetrics } from '../src/main/storage/runs/last-metrics'
import { MetricsColumns } from '../src/main/studio/metrics/metrics-columns'
import { temporaryFolder } from './support/studio'

/*
 * A metric takes one file and one line of the table: these tests add two, and change nothing else.
 * They follow version 0.1.0's four, to keep whole lines comparable as the table grows.
 */

vi.mock('../src/contract/metrics/metrics', async (original) => {
  const { metrics } = await original<typeof table>()
  const { madeUpDistance, madeUpGap } = await import('../src/contract/metrics/testing')
  return { metrics: [...metrics.slice(0, 4), madeUpGap, madeUpDistance] }
})

const EVERY = 500

/** Metrics with the gap at every step and the distance at every 500th. */
function pointAt(step: number): Metrics {
  const point = { step, epoch: 1, lossD: 1.25, lossG: 0.5, dReal: 0.5, dFake: 0.25 }
  const distance = step % EVERY === 0 ? { madeUpDistance: 1000 / step } : {}
  return { ...distance, madeUpGap: step / 4, ...point }
}

const points = (count: number) => Array.from({ length: count }, (_, i) => pointAt(i + 1))

test('the log has metrics in the table’s order, and only where they have a value', () => {
  const known = '"lossD":1.25,"lossG":0.5,"dReal":0.5,"dFake":0.25'
  expect(metricsLine(pointAt(2))).toBe(`{"step":2,"epoch":1,${known},"madeUpGap":0.5}\n`)
  expect(metricsLine(pointAt(500))).toBe(
    `{"step":500,"epoch":1,${known},"madeUpGap":125,"madeUpDistance":2}\n`,
  )
  expect(scanMetrics(points(1000).map(metricsLine).join('')).points).toEqual(points(1000))
})

test('a thinned window has the mean where values exist, and a gap elsewhere', () => {
  const columns = new MetricsColumns()
  columns.append(points(1000))
  const { series } = columns.window({ buckets: 4 })
  expect(series['madeUpGap']?.low).toEqual([0.25, 62.75, 125.25, 187.75])
  expect(series['madeUpDistance']?.mean).toEqual([null, 2, null, 1])
})

test('the progress line shows metrics by chart, with unit and decimals', () => {
  expect(metricsText(null)).toBe('D loss - G loss - Logit gap - | D(x) - D(G(z)) - | Distance -')
  const newest = newestMetrics(null, points(1001))
  expect(metricsText(newest)).toBe(
    'D loss 1.250 G loss 0.500 Logit gap 250.3 nats | D(x) 0.500 D(G(z)) 0.250 | Distance 1.00',
  )
})

test('the newest metrics include the last evaluation, unless training returned to an earlier step', () => {
  const first = newestMetrics(null, points(600))
  expect(first).toEqual({ ...pointAt(600), madeUpDistance: 2 })
  expect(newestMetrics(first, [])).toBe(first)
  expect(newestMetrics(first, [pointAt(601), pointAt(602)])).toMatchObject({ madeUpDistance: 2 })
  expect(newestMetrics(first, [pointAt(1000), pointAt(1001)])).toMatchObject({ madeUpDistance: 1 })
  expect(newestMetrics(first, [pointAt(450)])).toEqual(pointAt(450))
})

test('the list has the newest metrics of an idle run, including the last evaluation', async () => {
  const file = path.join(temporaryFolder(), 'metrics.jsonl')
  expect(await lastMetrics(file)).toBeNull()
  const write = (count: number) =>
    fs.writeFileSync(file, points(count).map(metricsLine).join('') + '{"step":')
  write(EVERY - 1)
  expect(await lastMetrics(file)).toEqual(pointAt(EVERY - 1))
  write(2 * EVERY - 1)
  expect(await lastMetrics(file)).toEqual({ ...pointAt(2 * EVERY - 1), madeUpDistance: 2 })
  expect(await lastMetrics(file, 700)).toEqual({ ...pointAt(700), madeUpDistance: 2 })
  expect(await lastMetrics(file, 499)).toEqual(pointAt(499))
})

test('every colour exists in both the light and the dark theme', () => {
  const css = fs.readFileSync('src/renderer/styles/tokens.css', 'utf8')
  const [light = '', dark = ''] = css.split("[data-theme='dark']")
  for (const token of seriesColors) {
    expect(light).toMatch(new RegExp(`${token}: #[0-9a-f]{6};`))
    expect(dark).toMatch(new RegExp(`${token}: #[0-9a-f]{6};`))
  }
})
