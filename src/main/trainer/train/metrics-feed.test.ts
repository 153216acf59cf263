import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { tempDir } from '../../storage/testing/temp-dir'
import { MetricsLog } from '../../storage/runs/metrics-log'
import { MetricsFeed } from './metrics-feed'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

const STEP_MS = 10

/** A feed, and the steps of each of its pushes. */
async function feedWithPushes() {
  const file = join(tempDir(), 'metrics.jsonl')
  const open = async (step: number) => (await MetricsLog.open(file, step)).log
  const pushes: number[][] = []
  const folder = { verify: () => Promise.resolve(), reopen: open }
  const feed = new MetricsFeed(await open(0), folder, (points) =>
    pushes.push(points.map(({ step }) => step)),
  )
  let step = 0
  const train = (seconds: number) => {
    for (let i = 0; i < (seconds * 1000) / STEP_MS; i++) {
      vi.advanceTimersByTime(STEP_MS)
      feed.add({ step: ++step, epoch: 1, lossD: 1, lossG: 1, dReal: 0.5, dFake: 0.5 })
    }
  }
  return { feed, pushes, train }
}

test('a new session pushes twice per second, an older one once', async () => {
  const { feed, pushes, train } = await feedWithPushes()
  train(10)
  const young = pushes.length
  train(10)
  const between = pushes.length
  train(10)
  expect(young).toBeGreaterThanOrEqual(19)
  expect(young).toBeLessThanOrEqual(20)
  expect(pushes.length - between).toBe(10)
  await feed.close()
})

test('every step is pushed once and in order, the last ones when the feed is flushed', async () => {
  const { feed, pushes, train } = await feedWithPushes()
  train(25.5)
  await feed.flush({ sync: false })
  expect(pushes.flat()).toEqual(Array.from({ length: 2550 }, (_, i) => i + 1))
  await feed.close()
})
