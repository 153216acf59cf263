import fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scanMetrics } from './metrics-lines'
import { MetricsLog } from './metrics-log'
import { systemError, watchCalls } from '../testing/faults'
import { someMetrics } from '../testing/samples-of-data'
import { tempDir } from '../testing/temp-dir'

const newFile = () => join(tempDir(), 'metrics.jsonl')
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)
const linesOf = (...steps: number[]) =>
  steps.map((step) => `${JSON.stringify(someMetrics(step))}\n`).join('')

const pointsIn = (file: string) => scanMetrics(fs.readFileSync(file, 'utf8')).points

async function writeSteps(file: string, from: number, to: number): Promise<void> {
  const { log } = await MetricsLog.open(file, from - 1)
  for (const step of range(from, to)) log.append(someMetrics(step))
  await log.close()
}

test('lines have the specified format: keys in order, no times', async () => {
  const file = newFile()
  const { log } = await MetricsLog.open(file, 0)
  log.append({ dFake: 0.25, dReal: 0.5, lossG: 0.7, lossD: 1.25, epoch: 1, step: 1 })
  await log.close()
  expect(fs.readFileSync(file, 'utf8')).toBe(
    '{"step":1,"epoch":1,"lossD":1.25,"lossG":0.7,"dReal":0.5,"dFake":0.25}\n',
  )
})

test('an uninterrupted run and one resumed from step 3 after step 5 give equal bytes', async () => {
  const [a, b] = [newFile(), newFile()]
  await writeSteps(a, 1, 8)
  await writeSteps(b, 1, 5)
  await writeSteps(b, 4, 8)
  expect(fs.readFileSync(b)).toEqual(fs.readFileSync(a))
  expect(pointsIn(b)).toEqual(range(1, 8).map(someMetrics))
})

test('nothing is written before a flush, and everything after it', async () => {
  const file = newFile()
  const { log, dropped, warning } = await MetricsLog.open(file, 0)
  expect({ dropped, warning }).toEqual({ dropped: 0, warning: undefined })
  log.append(someMetrics(1))
  expect(fs.readFileSync(file, 'utf8')).toBe('')
  await log.flush({ sync: false })
  expect(fs.readFileSync(file, 'utf8')).toBe(linesOf(1))
  log.append(someMetrics(2))
  await Promise.all([log.flush({ sync: true }), log.flush({ sync: false })])
  expect(fs.readFileSync(file, 'utf8')).toBe(linesOf(1, 2))
  await log.close()
})

test.each([
  ['a torn last line', linesOf(1, 2) + linesOf(3).slice(0, 20), 2, linesOf(1, 2), 1, 'last line'],
  [
    'a last line without only its line feed',
    linesOf(1, 2).slice(0, -1),
    2,
    linesOf(1, 2),
    0,
    undefined,
  ],
  ['later steps', linesOf(1, 2, 3, 4), 2, linesOf(1, 2), 2, undefined],
  ['damage in the middle', `${linesOf(1)}garbage\n${linesOf(3)}`, 3, linesOf(1, 3), 1, '1 step of'],
  ['a repeated step', linesOf(1, 2, 2, 3), 3, linesOf(1, 2, 3), 1, '1 line'],
  ['a step back', linesOf(1, 2, 3, 2), 3, linesOf(1, 2, 3), 1, '1 line'],
  ['zeros after a crash', `${linesOf(1)}${'\0'.repeat(50)}`, 1, linesOf(1), 1, 'last line'],
  ['a missing end', linesOf(1), 3, linesOf(1), 0, '2 steps of the first 3'],
  ['an empty file', '', 2, '', 0, '2 steps of the first 2'],
])('opening repairs %s', async (_, content, keep, repaired, dropped, warning) => {
  const file = newFile()
  fs.writeFileSync(file, content)
  const opened = await MetricsLog.open(file, keep)
  expect(fs.readFileSync(file, 'utf8')).toBe(repaired)
  expect(opened.dropped).toBe(dropped)
  if (warning === undefined) expect(opened.warning).toBeUndefined()
  else expect(opened.warning?.message).toContain(warning)
  opened.log.append(someMetrics(keep + 1))
  await opened.log.close()
  expect(fs.readFileSync(file, 'utf8')).toBe(repaired + linesOf(keep + 1))
})

test.each(['write', 'sync'])(
  'the flush after a failed %s loses nothing and leaves no torn line',
  async (failing) => {
    const file = newFile()
    for (let nth = 0, failed = true; failed; nth++) {
      fs.rmSync(file, { force: true })
      failed = false
      let armed = false
      let seen = 0
      const stop = watchCalls(async ({ name, half }) => {
        if (!armed || name !== failing || seen++ !== nth) return
        failed = true
        await half()
        throw systemError('ENOSPC')
      })
      const { log } = await MetricsLog.open(file, 0)
      armed = true
      let errors = 0
      for (const step of range(1, 9)) {
        log.append(someMetrics(step))
        await log.flush({ sync: step % 3 === 0 }).catch((error: unknown) => {
          errors++
          expect(error).toMatchObject({ code: 'storage' })
        })
      }
      expect(errors).toBe(failed ? 1 : 0)
      stop()
      await log.close()
      expect(fs.readFileSync(file, 'utf8')).toBe(linesOf(...range(1, 9)))
    }
  },
)

test('data lost in a failed sync is written again', async () => {
  const file = newFile()
  let syncs = 0
  const stop = watchCalls(({ name }) => {
    // The first sync happens on opening.
    if (name !== 'sync' || ++syncs !== 3) return
    fs.truncateSync(file, Buffer.byteLength(linesOf(1)))
    throw systemError('EIO')
  })
  const { log } = await MetricsLog.open(file, 0)
  log.append(someMetrics(1))
  await log.flush({ sync: true })
  log.append(someMetrics(2))
  await log.flush({ sync: false })
  log.append(someMetrics(3))
  await expect(log.flush({ sync: true })).rejects.toMatchObject({ code: 'storage' })
  stop()
  await log.close()
  expect(fs.readFileSync(file, 'utf8')).toBe(linesOf(1, 2, 3))
})

test('a torn last line left by a full disk is repaired once there is space', async () => {
  const file = newFile()
  let full = false
  const stop = watchCalls(async ({ name, half }) => {
    if (!full || (name !== 'write' && name !== 'truncate')) return
    await half()
    throw systemError('ENOSPC')
  })
  const { log } = await MetricsLog.open(file, 0)
  for (const step of range(1, 9)) {
    full = step >= 3 && step <= 6
    log.append(someMetrics(step))
    const flush = log.flush({ sync: step === 2 })
    if (full) await expect(flush).rejects.toMatchObject({ code: 'storage' })
    else await flush
    if (step === 5) {
      expect(fs.readFileSync(file, 'utf8')).not.toBe(linesOf(1, 2))
      expect(pointsIn(file)).toEqual([1, 2].map(someMetrics))
    }
  }
  stop()
  await log.close()
  expect(fs.readFileSync(file, 'utf8')).toBe(linesOf(...range(1, 9)))
})

test('a value that JSON cannot represent is rejected before it is written', async () => {
  const file = newFile()
  const { log } = await MetricsLog.open(file, 0)
  expect(() => log.append({ ...someMetrics(1), lossG: NaN })).toThrow('lossG became NaN at step 1')
  await log.close()
  expect(fs.readFileSync(file, 'utf8')).toBe('')
})

test('opening the log of a run of 47,000 steps drops only the lines after the kept step', async () => {
  const file = newFile()
  const kept = linesOf(...range(1, 46_900))
  fs.writeFileSync(file, kept + linesOf(...range(46_901, 47_000)))
  const { log, dropped } = await MetricsLog.open(file, 46_900)
  await log.close()
  expect(dropped).toBe(100)
  expect(fs.readFileSync(file, 'utf8')).toBe(kept)
})
