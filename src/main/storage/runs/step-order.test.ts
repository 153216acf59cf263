import fs from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { seededRandom, someMetrics } from '../testing/samples-of-data'
import { tempDir } from '../testing/temp-dir'
import { metricsLine, scanMetrics } from './metrics-lines'
import { MetricsLog } from './metrics-log'
import { linesUpTo } from './metrics-reading'

/* One damaged step number must not cost the lines after it. */

const random = seededRandom(23)
const below = (n: number): number => Math.floor(random() * n)
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)
const line = (step: number): string => metricsLine(someMetrics(step))
/** The line of a step, claiming to be of another. */
const misplaced = (step: number, claimed: number): string =>
  metricsLine({ ...someMetrics(step), step: claimed })
const stepsIn = (text: string): number[] => scanMetrics(text).points.map(({ step }) => step)

describe('a line whose step its neighbours contradict', () => {
  test.each([
    [100, 900],
    [100, 102],
    [100, 101],
    [100, 99],
    [100, 5],
    [1, 900],
    [259, 261],
    [100, Number.MAX_SAFE_INTEGER],
  ])('line %i, which says step %i, is the only one lost', (at, claimed) => {
    const lines = range(1, 260).map((step) => (step === at ? misplaced(at, claimed) : line(step)))
    const scanned = scanMetrics(lines.join(''))
    expect(scanned.lines).toEqual(lines.filter((_, i) => i + 1 !== at))
    expect(scanned.badLines).toBe(1)
  })

  test('is left out wherever it is, and whatever step it claims', async () => {
    const file = join(tempDir(), 'metrics.jsonl')
    for (let trial = 0; trial < 100; trial++) {
      const total = 200 + below(4000)
      // Further apart than a reader looks, and never the last line.
      const places = range(0, 3).map((i) => 1 + below(total / 4 - 80) + Math.floor((i * total) / 4))
      const lines = range(1, total).map((step) => {
        if (!places.includes(step)) return line(step)
        const claimed = 1 + below(2 * total)
        return misplaced(step, claimed === step ? step + 1 : claimed)
      })
      const good = lines.filter((_, i) => !places.includes(i + 1)).join('')
      expect(scanMetrics(lines.join('')).lines.join('')).toBe(good)
      fs.writeFileSync(file, lines.join(''))
      const upTo = []
      for await (const part of linesUpTo(file, total)) upTo.push(part)
      expect(Buffer.concat(upTo).toString()).toBe(good)
    }
  })
})

test('several damaged steps in a row cost only their own lines', () => {
  const lines = range(1, 300).map((step) =>
    step >= 100 && step < 110 ? misplaced(step, step + 800) : line(step),
  )
  expect(stepsIn(lines.join(''))).toEqual([...range(1, 99), ...range(110, 300)])
})

test('missing lines are not damage, however many', () => {
  for (const steps of [range(50, 300), [...range(1, 9), ...range(500, 900)], [1, 10, 100, 1000]]) {
    const scanned = scanMetrics(steps.map(line).join(''))
    expect(scanned.points.map(({ step }) => step)).toEqual(steps)
    expect(scanned.badLines).toBe(0)
  }
  const sparse = range(1, 2000).map((i) => 10 * i)
  expect(stepsIn(sparse.map(line).join(''))).toEqual(sparse)
})

test('lines that repeat earlier steps are left out', () => {
  const lines = [...range(1, 100), ...range(51, 150)].map(line)
  expect(stepsIn(lines.join(''))).toEqual(range(1, 150))
})

test('opening a log keeps every good line, and first offers to copy the file', async () => {
  const file = join(tempDir(), 'metrics.jsonl')
  const text = range(1, 260)
    .map((step) => (step === 100 ? misplaced(100, 900) : line(step)))
    .join('')
  fs.writeFileSync(file, text)
  const copies: string[] = []
  const copy = (): Promise<void> => {
    copies.push(fs.readFileSync(file, 'utf8'))
    return Promise.resolve()
  }
  const open = async (step: number): Promise<void> => {
    const { log } = await MetricsLog.open(file, step, copy)
    await log.close()
  }
  await open(260)
  expect(copies).toEqual([text])
  expect(stepsIn(fs.readFileSync(file, 'utf8'))).toEqual([...range(1, 99), ...range(101, 260)])
  // Nothing irreproducible is lost from here on: missing, later and torn lines need no copy.
  fs.appendFileSync(file, line(261).slice(0, 20))
  await open(260)
  await open(200)
  expect(copies).toHaveLength(1)
})
