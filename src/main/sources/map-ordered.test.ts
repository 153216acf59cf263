import { describe, expect, it } from 'vitest'
import { mapOrdered } from './map-ordered'

const signal = new AbortController().signal
const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await Promise.resolve()
}

describe('mapOrdered', () => {
  it('yields in order, with no more items taken than allowed', async () => {
    let [taken, consumed, most] = [0, 0, 0]
    function* items() {
      for (let i = 0; i < 50; i++) {
        taken++
        yield i
      }
    }
    const results: number[] = []
    const work = async (i: number) => {
      most = Math.max(most, taken - consumed)
      await turns((i * 7) % 11)
      return i
    }
    for await (const result of mapOrdered(items(), { concurrency: 5, signal }, work)) {
      results.push(result)
      consumed++
    }
    expect(results).toEqual(Array.from({ length: 50 }, (_, i) => i))
    expect(most).toBeLessThanOrEqual(7)
  })

  it('keeps within the cost, but lets one item that is above it through', async () => {
    const costs = [5, 5, 5, 90, 1, 1, 9, 9, 10]
    let [used, most] = [0, 0]
    const cost = { of: (item: number) => item, most: 10 }
    const work = async (item: number) => {
      used += item
      if (item <= 10) most = Math.max(most, used)
      else expect(used).toBe(item)
      await turns(3)
      return item
    }
    const results: number[] = []
    for await (const item of mapOrdered(costs, { concurrency: 8, cost, signal }, work)) {
      results.push(item)
      used -= item
    }
    expect(results).toEqual(costs)
    expect(most).toBeLessThanOrEqual(10)
  })

  it('throws the first failure in order, after all work has ended', async () => {
    let running = 0
    const work = async (i: number) => {
      running++
      await turns(20 - i)
      running--
      if (i >= 3) throw new RangeError(`failed at ${i}`)
      return i
    }
    const seen: number[] = []
    const all = async () => {
      for await (const i of mapOrdered([0, 1, 2, 3, 4, 5, 6], { concurrency: 4, signal }, work)) {
        seen.push(i)
      }
    }
    await expect(all()).rejects.toThrow('failed at 3')
    expect(seen).toEqual([0, 1, 2])
    expect(running).toBe(0)
  })

  it('ends when aborted, and when the consumer stops', async () => {
    const controller = new AbortController()
    let begun = 0
    const work = (i: number) => {
      begun++
      return Promise.resolve(i)
    }
    const endless = Array.from({ length: 1000 }, (_, i) => i)
    const limits = { concurrency: 4, signal: controller.signal }
    for await (const i of mapOrdered(endless, limits, work)) if (i === 10) break
    expect(begun).toBeLessThan(20)
    const all = async () => {
      for await (const i of mapOrdered(endless, limits, work)) {
        if (i === 5) controller.abort(new RangeError('enough'))
      }
    }
    await expect(all()).rejects.toThrow('enough')
  })
})
