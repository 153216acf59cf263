import { describe, expect, it } from 'vitest'
import { TimeLeft } from './time-left'
import type { Part } from './time-left'

const parts: Part[] = [
  { name: 'training', kind: 'net', amount: 1000 },
  { name: 'kid', kind: 'pairs', amount: 4000 },
  { name: 'floor', kind: 'net', amount: 500 },
]
const [training, kid] = parts as [Part, Part]

/** A time left whose clock the test sets, in seconds. */
function timed() {
  let now = 0
  const left = new TimeLeft(() => now * 1000)
  const at = (seconds: number, part: Part | undefined, done: number): number | null => {
    now = seconds
    left.report(part, done)
    return left.seconds
  }
  return { left, at }
}

describe('the time left', () => {
  it('is not known before the work and all its speeds are', () => {
    const { left, at } = timed()
    expect(at(0, training, 0)).toBeNull()
    expect(at(2, training, 200)).toBeNull()
    left.plan(parts)
    expect(left.seconds).toBeNull()
    left.learn('pairs', 1000)
    // 800 and 500 images at 100 per second, and 4 seconds of pairs.
    expect(left.seconds).toBeCloseTo(17)
  })

  it('follows the speed of the work itself, however wrong the first guess was', () => {
    const { left, at } = timed()
    left.plan(parts)
    left.learn('pairs', 1e9)
    at(0, training, 0)
    at(10, training, 1000)
    at(10, kid, 0)
    expect(at(20, kid, 1000)).toBeCloseTo(3000 / 100 + 500 / 100)
  })

  it('counts parts before the current one as done, and nothing twice', () => {
    const { left, at } = timed()
    left.plan(parts)
    at(0, training, 0)
    at(10, training, 900)
    at(10, kid, 0)
    at(14, kid, 3000)
    expect(at(14, undefined, 0)).toBeCloseTo(500 / 90)
  })

  it('does not measure a speed by features that were read from the cache', () => {
    const { left, at } = timed()
    left.plan(parts)
    left.learn('pairs', 1000)
    expect(at(0.001, training, 1000)).toBeNull()
  })

  it('takes the speed of generated images for others until theirs is known', () => {
    const { left, at } = timed()
    const generated: Part = { name: 'generated', kind: 'generate', amount: 100 }
    left.plan([generated, training])
    at(0, generated, 0)
    expect(at(2, generated, 100)).toBeCloseTo(1000 / 50)
    at(2, training, 0)
    expect(at(4, training, 500)).toBeCloseTo(500 / 250)
  })

  it('ends at 0', () => {
    const { left, at } = timed()
    left.plan([training])
    at(0, training, 0)
    expect(at(3, training, 1000)).toBe(0)
  })
})
