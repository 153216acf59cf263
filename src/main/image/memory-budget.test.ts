import { expect, it } from 'vitest'
import { StudioError } from '../../contract/errors'
import { failureOf } from '../../contract/testing/failure-of'
import { MemoryBudget } from './memory-budget'

it('never uses more than its bytes, runs a larger task alone, and starts tasks in order', async () => {
  const budget = new MemoryBudget(100)
  const sizes = [60, 60, 10, 500, 30, 30, 30, 30, 0, 100]
  const started: number[] = []
  let [used, most] = [0, 0]
  await Promise.all(
    sizes.map((bytes, i) =>
      budget.run(bytes, async () => {
        started.push(i)
        if (bytes > 100) expect(used).toBe(0)
        used += bytes
        if (bytes <= 100) most = Math.max(most, used)
        for (let turn = 0; turn < 5; turn++) await Promise.resolve()
        used -= bytes
      }),
    ),
  )
  expect(started).toEqual(sizes.map((_, i) => i))
  expect(most).toBeGreaterThan(60)
  expect(most).toBeLessThanOrEqual(100)
})

it('gives back the memory of a task that fails', async () => {
  const budget = new MemoryBudget(10)
  for (let i = 0; i < 3; i++) {
    const failing = () =>
      budget.run(10, () => Promise.reject(new StudioError('internal', 'failed')))
    expect((await failureOf(failing)).message).toBe('failed')
  }
  expect(await budget.run(10, () => Promise.resolve(5))).toBe(5)
})
