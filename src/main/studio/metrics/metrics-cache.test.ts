import fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MAX_LINE, metricsLine } from '../../storage/runs/metrics-lines'
import { watchCalls } from '../../storage/testing/faults'
import { someMetrics } from '../../storage/testing/samples-of-data'
import { tempDir } from '../../storage/testing/temp-dir'
import { MetricsCache } from './metrics-cache'
import { MetricsColumns } from './metrics-columns'

const lines = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, i) => metricsLine(someMetrics(from + i))).join('')

function expected(to: number) {
  const columns = new MetricsColumns()
  columns.append(Array.from({ length: to }, (_, i) => someMetrics(i + 1)))
  return columns.window({ buckets: 50 })
}

async function cached() {
  const file = join(tempDir(), 'metrics.jsonl')
  const cache = new MetricsCache()
  const window = async (newest?: Parameters<MetricsCache['read']>[1]) =>
    (await cache.read(file, newest)).window({ buckets: 50 })
  return { file, cache, window }
}

test('a log is read completely once, and then only its new lines', async () => {
  const { file, window } = await cached()
  expect((await window()).step).toEqual([])
  fs.writeFileSync(file, lines(1, 9000))
  expect(await window()).toEqual(expected(9000))
  // Only the last line that was read is needed again, to recognise the file.
  const known = Buffer.byteLength(lines(1, 8999))
  const handle = fs.openSync(file, 'r+')
  fs.writeSync(handle, 'x'.repeat(known), 0)
  fs.closeSync(handle)
  fs.appendFileSync(file, lines(9001, 9100))
  expect(await window()).toEqual(expected(9100))
})

test('a line counts once its line break is written', async () => {
  const { file, window } = await cached()
  const [whole, half] = [lines(1, 20), lines(21, 21)]
  fs.writeFileSync(file, whole + half.slice(0, -1))
  expect(await window()).toEqual(expected(20))
  fs.appendFileSync(file, `\n${lines(22, 22)}`)
  expect(await window()).toEqual(expected(22))
})

test('points not yet in the log are added, and not twice once they are', async () => {
  const { file, window } = await cached()
  fs.writeFileSync(file, lines(1, 20))
  const newest = Array.from({ length: 10 }, (_, i) => someMetrics(16 + i))
  expect(await window(newest)).toEqual(expected(25))
  fs.appendFileSync(file, lines(21, 30))
  expect(await window(newest)).toEqual(expected(30))
})

test.each([
  ['shorter', (file: string) => fs.writeFileSync(file, lines(1, 10)), 10],
  ['replaced by a longer one', (file: string) => fs.writeFileSync(file, `\n${lines(1, 40)}`), 40],
  ['gone', (file: string) => fs.rmSync(file), 0],
])('a log that is %s is read again from the start', async (_, change, steps) => {
  const { file, window } = await cached()
  fs.writeFileSync(file, lines(1, 30))
  await window()
  change(file)
  expect(await window()).toEqual(expected(steps))
})

test('damaged lines are skipped', async () => {
  const { file, window } = await cached()
  fs.writeFileSync(file, `${lines(1, 10)}{"step":\n\n${lines(3, 5)}${lines(11, 20)}`)
  expect(await window()).toEqual(expected(20))
})

test('concurrent readers get the same result', async () => {
  const { file, window } = await cached()
  fs.writeFileSync(file, lines(1, 9000))
  const windows = await Promise.all([window(), window(), window()])
  for (const one of windows) expect(one).toEqual(expected(9000))
})

test('the number of logs in memory is limited', async () => {
  const dir = tempDir()
  const cache = new MetricsCache()
  const files = Array.from({ length: 30 }, (_, i) => join(dir, `${i}.jsonl`))
  for (const file of files) fs.writeFileSync(file, lines(1, 5))
  const cached = await Promise.all(files.map((file) => cache.read(file)))
  const last = files.at(-1) ?? ''
  expect(await cache.read(last)).toBe(cached.at(-1))
  expect(await cache.read(files[0] ?? '')).not.toBe(cached[0])
  cache.forget(last)
  expect(await cache.read(last)).not.toBe(cached.at(-1))
})

test('a read that fails does not affect the next one', async () => {
  const { file, window } = await cached()
  fs.writeFileSync(file, lines(1, 30))
  const stop = watchCalls(({ name }) => {
    if (name === 'open') throw Object.assign(new Error('EIO: injected'), { code: 'EIO' })
  })
  await expect(window()).rejects.toMatchObject({ code: 'storage' })
  stop()
  expect(await window()).toEqual(expected(30))
})

test('a log longer than any string is read', async () => {
  const { file, window } = await cached()
  fs.writeFileSync(file, lines(1, 3))
  const handle = fs.openSync(file, 'r+')
  fs.writeSync(handle, `\n${lines(4, 6)}`, 600 * 2 ** 20)
  fs.closeSync(handle)
  expect(await window()).toEqual(expected(6))
  fs.appendFileSync(file, lines(7, 8))
  expect(await window()).toEqual(expected(8))
})

test('a damaged step hides only its own line, across the portions in which a log is read', async () => {
  const total = 4000
  const portion = Buffer.from(lines(1, total))
    .subarray(0, 3 * MAX_LINE)
    .toString()
  const boundary = portion.split('\n').length
  for (const at of [1, 100, ...[-2, -1, 0, 1, 2].map((i) => boundary + i), total - 1]) {
    const { file, cache } = await cached()
    const damaged = metricsLine({ ...someMetrics(at), step: 3 * total })
    fs.writeFileSync(file, lines(1, at - 1) + damaged + lines(at + 1, total))
    const columns = await cache.read(file)
    expect({ length: columns.length, last: columns.lastStep }).toEqual({
      length: total - 1,
      last: total,
    })
  }
})
