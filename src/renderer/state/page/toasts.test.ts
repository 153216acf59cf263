import { describe, expect, it } from 'vitest'
import { Toasts } from './toasts.svelte'

/** A clock that the test advances. */
function clock() {
  const timers = new Set<{ at: number; run: () => void }>()
  let now = 0
  return {
    later: (milliseconds: number, run: () => void) => {
      const timer = { at: now + milliseconds, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    advance: (milliseconds: number) => {
      now += milliseconds
      for (const timer of [...timers].filter(({ at }) => at <= now)) {
        timers.delete(timer)
        timer.run()
      }
    },
  }
}

const titles = (toasts: Toasts) => toasts.list.map(({ title }) => title)

describe('messages', () => {
  it('expire, errors later than others', () => {
    const { later, advance } = clock()
    const toasts = new Toasts(later)
    toasts.info(() => 'saved')
    toasts.show({ kind: 'error', words: () => ({ title: 'failed' }) })
    advance(15_000)
    expect(titles(toasts)).toEqual(['failed'])
    advance(15_000)
    expect(titles(toasts)).toEqual([])
  })

  it('do not expire while held', () => {
    const { later, advance } = clock()
    const toasts = new Toasts(later)
    toasts.info(() => 'saved')
    toasts.hold(true)
    toasts.info(() => 'shown meanwhile')
    advance(60_000)
    expect(titles(toasts)).toEqual(['saved', 'shown meanwhile'])
    toasts.hold(false)
    toasts.hold(false)
    advance(1_000)
    expect(titles(toasts)).toEqual(['saved', 'shown meanwhile'])
    advance(60_000)
    expect(titles(toasts)).toEqual([])
  })

  it('expire although the one with the focus was dismissed', () => {
    const { later, advance } = clock()
    const toasts = new Toasts(later)
    const id = toasts.info(() => 'first')
    toasts.hold(true)
    toasts.dismiss(id)
    toasts.info(() => 'second')
    advance(60_000)
    expect(titles(toasts)).toEqual([])
  })

  it('go with the page that they are about; others stay', () => {
    const toasts = new Toasts(clock().later)
    toasts.show({ kind: 'error', ofPage: true, words: () => ({ title: 'failed' }) })
    toasts.undo(
      () => 'deleted',
      () => 'Undo',
      () => undefined,
    )
    toasts.leavePage()
    expect(titles(toasts)).toEqual(['deleted'])
  })

  it('undo once and then close', () => {
    const toasts = new Toasts(clock().later)
    let undone = 0
    toasts.undo(
      () => 'deleted',
      () => 'Undo',
      () => undone++,
    )
    toasts.list[0]?.action?.run()
    expect([undone, titles(toasts)]).toEqual([1, []])
  })

  it('are limited to the newest few', () => {
    const toasts = new Toasts(clock().later)
    for (let i = 1; i <= 20; i++) toasts.info(() => `${i}`)
    expect(titles(toasts).length).toBeLessThan(20)
    expect(titles(toasts).at(-1)).toBe('20')
    expect(new Set(toasts.list.map(({ id }) => id)).size).toBe(toasts.list.length)
  })
})
