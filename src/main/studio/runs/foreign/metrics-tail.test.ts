import fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { metricsLine } from '../../../storage/runs/metrics-lines'
import { tempDir } from '../../../storage/testing/temp-dir'
import { MetricsTail } from './metrics-tail'

const lines = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, i) =>
    metricsLine({ step: from + i, epoch: 1, lossD: 1 }),
  ).join('')

const tailOf = (file: string) => {
  const tail = new MetricsTail(file)
  return async () => (await tail.read()).map(({ step }) => step)
}

test('returns each completed line once, from where it began', async () => {
  const file = join(tempDir(), 'metrics.jsonl')
  const next = lines(51, 51)
  fs.writeFileSync(file, lines(1, 50) + next.slice(0, 9))
  const read = tailOf(file)
  expect(await read()).toEqual([])
  fs.appendFileSync(file, next.slice(9) + lines(52, 53))
  expect(await read()).toEqual([51, 52, 53])
  expect(await read()).toEqual([])
})

test('returns all lines of a log that was created since, and none of one that was cut', async () => {
  const file = join(tempDir(), 'metrics.jsonl')
  const read = tailOf(file)
  expect(await read()).toEqual([])
  fs.writeFileSync(file, lines(1, 300))
  expect(await read()).toHaveLength(300)
  fs.writeFileSync(file, lines(1, 20))
  expect(await read()).toEqual([])
  fs.appendFileSync(file, lines(21, 22))
  expect(await read()).toEqual([21, 22])
})
