import fs from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { metrics } from '../../../contract/metrics/metrics'
import type { Metrics } from '../../../contract/metrics/record'
import { metricsLine, scanMetrics } from './metrics-lines'
import { MetricsLog } from './metrics-log'
import { seededRandom, someMetrics } from '../testing/samples-of-data'
import { tempDir } from '../testing/temp-dir'

const random = seededRandom(11)
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T

/** A line as written by version 0.1.0. */
const OLD =
  '{"step":1,"epoch":1,"lossD":1.3862943649291992,"lossG":0.6931471824645996,"dReal":0.5,"dFake":0.25}\n'

/** Unusual names, and names from Object.prototype. */
const STRANGE = ['fid', 'constructor', 'toString', '__proto__', '', 'a b', '7', 'Über', 'lossd']
/** JSON values that are not valid for a metric. */
const INVALID_VALUES = ['null', '"0.5"', 'true', '[]', '{}', '1e999', '[1]', '{"mean":1}']

/** A random line: its text, and the point it represents. */
function someLine(step: number): { text: string; point: Metrics } {
  const point: Metrics = { step, epoch: 1 }
  const parts = [`"step":${step}`, '"epoch":1']
  for (const key of [...metrics.map((metric) => metric.key), ...STRANGE]) {
    const state = pick(['missing', 'present', 'present', 'unusable'])
    if (state === 'missing') continue
    const value = state === 'present' ? String(random() * 10 - 5) : pick(INVALID_VALUES)
    parts.push(`${JSON.stringify(key)}:${value}`)
    // Values under this name are not read, though the line keeps them.
    if (state === 'present' && key !== '__proto__') point[key] = Number(value)
  }
  // In random order.
  parts.sort(() => random() - 0.5)
  return { text: `{${parts.join(', ')}}\n`, point }
}

test('a line of version 0.1.0 is read in full, and written back unchanged', () => {
  const { points, badLines } = scanMetrics(OLD)
  expect(badLines).toBe(0)
  expect(points.map(metricsLine)).toEqual([OLD])
})

test('a missing, unknown or unusable metric is not damage, whatever else a line has', () => {
  const lines = Array.from({ length: 3000 }, (_, i) => someLine(i + 1))
  const scanned = scanMetrics(lines.map(({ text }) => text).join(''))
  expect(scanned.badLines).toBe(0)
  expect(scanned.lines).toEqual(lines.map(({ text }) => text))
  scanned.points.forEach((point, i) => {
    expect({ ...point }).toEqual(lines[i]?.point)
    expect(Object.getPrototypeOf(point)).toBe(Object.prototype)
  })
})

test.each([
  '{"epoch":1,"lossD":1}',
  '{"step":2,"lossD":1}',
  '{"step":null,"epoch":1}',
  '{"step":2.5,"epoch":1}',
  '{"step":-1,"epoch":1}',
  '{"step":"2","epoch":1}',
  '{"step":2,"epoch":0}',
  '[2,1]',
  'null',
  '2',
])('%s is damage', (line) => {
  const { points, badLines } = scanMetrics(`${OLD}${line}\n`)
  expect({ steps: points.map(({ step }) => step), badLines }).toEqual({ steps: [1], badLines: 1 })
})

describe('writing', () => {
  test('puts known metrics first in table order, then unknown ones in their own order', () => {
    const point = { zeta: 1, dFake: 2, alpha: 3, epoch: 1, lossG: 4, step: 9, lossD: 5 }
    expect(metricsLine(point)).toBe(
      '{"step":9,"epoch":1,"lossD":5,"lossG":4,"dFake":2,"zeta":1,"alpha":3}\n',
    )
  })

  test('round-trips', () => {
    for (let step = 1; step <= 500; step++) {
      const { point } = someLine(step)
      expect(scanMetrics(metricsLine(point)).points).toEqual([point])
    }
  })

  test('gives equal bytes for equal points in any key order', () => {
    const point = someMetrics(7)
    const reversed = Object.fromEntries(Object.entries(point).reverse()) as Metrics
    expect(metricsLine(reversed)).toBe(metricsLine(point))
  })
})

test('resuming from a checkpoint keeps every byte of the lines before it', async () => {
  const file = join(tempDir(), 'metrics.jsonl')
  const lines = Array.from({ length: 400 }, (_, i) => someLine(i + 1).text)
  fs.writeFileSync(file, lines.join(''))
  for (const keep of [400, 399, 150, 1]) {
    const { log, warning } = await MetricsLog.open(file, keep)
    await log.close()
    expect(warning).toBeUndefined()
    expect(fs.readFileSync(file, 'utf8')).toBe(lines.slice(0, keep).join(''))
  }
})
