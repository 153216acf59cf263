import { describe, expect, it } from 'vitest'
import { Toasts } from './toasts.svelte'

/** A clock that the test advances. */
function clock() {
  const timers: { at: number; run: () => void }[] = []
  let now = 0
  return {
    later: (milliseconds: number, run: () => void) => {
      const timer = { at: now + milliseconds, run }
      timers.push(timer)
      return () => void timers.splice(timers.indexOf(timer), 1)
    },
    advance: (milliseconds: number) => {
      now += milliseconds
      for (const timer of timers.filter(({ at }) => at <= now)) {
        timers.splice(timers.indexOf(timer), 1)
        timer.run()
      }
    },
  }
}

const titles = (toasts: Toasts) => toasts.list.map(({ title }) => title)

describe('messages', () => {
  it('expire, except for errors', () => {
    const { later, advance } = clock()
    const toasts = new Toasts(later)
    toasts.info('saved')
    toasts.show({ kind: 'error', title: 'failed' }, null)
    advance(60_000)
    expect(titles(toasts)).toEqual(['failed'])
  })

  it('do not expire while held', () => {
    const { later, advance } = clock()
    const toasts = new Toasts(later)
    toasts.info('saved')
    toasts.hold(true)
    advance(60_000)
    expect(titles(toasts)).toEqual(['saved'])
    toasts.hold(false)
    expect(titles(toasts)).toEqual([])
  })

  it('undo once and then close', () => {
    const toasts = new Toasts(clock().later)
    let undone = 0
    toasts.undo('deleted', 'Undo', () => undone++)
    toasts.list[0]?.action?.run()
    expect([undone, titles(toasts)]).toEqual([1, []])
  })

  it('are limited to the newest few', () => {
    const toasts = new Toasts(clock().later)
    for (let i = 1; i <= 20; i++) toasts.info(`${i}`)
    expect(titles(toasts).length).toBeLessThan(20)
    expect(titles(toasts).at(-1)).toBe('20')
    expect(new Set(toasts.list.map(({ id }) => id)).size).toBe(toasts.list.length)
  })
})
