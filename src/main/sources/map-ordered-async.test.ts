import { expect, it } from 'vitest'
import { mapOrdered } from './map-ordered'

const signal = new AbortController().signal

async function* numbers(count: number): AsyncGenerator<number> {
  for (let i = 0; i < count; i++) yield i
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

it('yields in order, whichever result is ready first', async () => {
  const resolvers: (() => void)[] = []
  const results = collect(
    mapOrdered(numbers(6), { concurrency: 3, signal }, async (i) => {
      // The first of each three waits for the last.
      if (i % 3 === 0) await new Promise<void>((resolve) => resolvers.push(resolve))
      else if (i % 3 === 2) resolvers.shift()?.()
      return i * 10
    }),
  )
  expect(await results).toEqual([0, 10, 20, 30, 40, 50])
})

it.each([1, 2, 5])('has at most %d items in work', async (concurrency) => {
  let working = 0
  let most = 0
  const work = async (i: number): Promise<number> => {
    most = Math.max(most, ++working)
    await new Promise(setImmediate)
    working--
    return i
  }
  expect(await collect(mapOrdered(numbers(20), { concurrency, signal }, work))).toHaveLength(20)
  expect(most).toBe(concurrency)
})

it('ends with the first error in order, and leaves no rejection behind', async () => {
  const seen: number[] = []
  const items = mapOrdered(numbers(10), { concurrency: 4, signal }, async (i) => {
    if (i >= 2) throw new Error(`item ${i}`)
    return i
  })
  const all = (async () => {
    for await (const i of items) seen.push(i)
  })()
  await expect(all).rejects.toThrow('item 2')
  expect(seen).toEqual([0, 1])
})

it('stops taking items when its reader stops', async () => {
  let taken = 0
  async function* counting(): AsyncGenerator<number> {
    for (;;) yield taken++
  }
  for await (const i of mapOrdered(counting(), { concurrency: 3, signal }, async (i) => i))
    if (i === 4) break
  expect(taken).toBeLessThan(10)
})
