import { describe, expect, it } from 'vitest'
import { flushPromises } from '../../../testing/flush-promises'
import { SheetCache } from './sheet-cache.svelte'

function setUp() {
  const pending = new Map<string, { finish: () => void; fail: () => void; signal: AbortSignal }>()
  const open = new Set<string>()
  const cache = new SheetCache(
    (url, signal) =>
      new Promise((resolve, reject) => {
        const request = {
          finish: () => {
            end()
            open.add(url)
            resolve({ src: `blob:${url}`, release: () => void open.delete(url) })
          },
          fail: () => {
            end()
            reject(new Error(`no ${url}`))
          },
          signal,
        }
        const end = () => {
          if (pending.get(url) === request) pending.delete(url)
        }
        pending.set(url, request)
      }),
  )
  const arrive = async (...urls: string[]) => {
    for (const url of urls) pending.get(url)?.finish()
    await flushPromises()
  }
  const loading = () => [...pending].filter(([, { signal }]) => !signal.aborted).map(([url]) => url)
  return { cache, pending, open, arrive, loading }
}
const urls = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `s${from + i}`)

describe('the sheets in view', () => {
  it('load a few at a time, the first ones first', async () => {
    const { cache, loading, arrive } = setUp()
    cache.want(urls(0, 6))
    expect(loading()).toEqual(urls(0, 4))
    await arrive('s0')
    expect([loading().length, cache.srcOf('s0'), cache.srcOf('s1')]).toEqual([
      4,
      'blob:s0',
      undefined,
    ])
  })

  it('that leave the view before they arrive are given up', async () => {
    const { cache, loading, pending, open } = setUp()
    cache.want(urls(0, 4))
    const late = pending.get('s0')
    cache.want(urls(100, 2))
    expect(loading()).toEqual(urls(100, 2))
    late?.finish()
    await flushPromises()
    expect([cache.srcOf('s0'), open.has('s0')]).toEqual([undefined, false])
  })

  it('load again if they come back into view after they were given up', async () => {
    const { cache, pending, arrive } = setUp()
    cache.want(['s0'])
    const first = pending.get('s0')
    cache.want([])
    cache.want(['s0'])
    first?.fail()
    await flushPromises()
    await arrive('s0')
    expect([cache.srcOf('s0'), cache.error]).toEqual(['blob:s0', undefined])
  })

  it('stay, and few others: a scroll through 1,000 sheets keeps memory bounded', async () => {
    const { cache, open, arrive } = setUp()
    for (let at = 0; at < 1_000; at++) {
      cache.want(urls(at, 3))
      await arrive(...urls(at, 3))
      expect(open.size).toBeLessThanOrEqual(3 + 12 + 1)
      for (const url of urls(at, 3)) expect(cache.srcOf(url)).toBe(`blob:${url}`)
    }
    cache.close()
    expect(open.size).toBe(0)
  })

  it('that fail are reported once, do not stop others, and load on request', async () => {
    const { cache, pending, arrive, loading } = setUp()
    cache.want(urls(0, 2))
    pending.get('s0')?.fail()
    await flushPromises()
    await arrive('s1')
    cache.want(urls(0, 2))
    expect([cache.error?.message, cache.srcOf('s1'), loading()]).toEqual(['no s0', 'blob:s1', []])
    cache.retry()
    await arrive('s0')
    expect([cache.error, cache.srcOf('s0')]).toEqual([undefined, 'blob:s0'])
  })
})
