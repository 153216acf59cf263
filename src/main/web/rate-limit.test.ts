import { expect, it } from 'vitest'
import { RateLimit } from './rate-limit'

it('allows a burst, then the rate, and never accumulates more than the burst', () => {
  let now = 0
  const limit = new RateLimit({ perSecond: 10, burst: 3 }, () => now)
  const taken = (): number => {
    let count = 0
    while (limit.take()) count++
    return count
  }
  expect(taken()).toBe(3)
  now += 250
  expect(taken()).toBe(2)
  now += 60_000
  expect(taken()).toBe(3)
})
