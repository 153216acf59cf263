import { describe, expect, it } from 'vitest'
import { averageSpeed, secondsIn } from './sessions'

const startedAt = '2026-01-02T03:00:00.000Z'
const endedAt = '2026-01-02T03:01:00.000Z'

describe('secondsIn', () => {
  it('adds up the training time of ended sessions, or their duration where it was not recorded', () => {
    expect(secondsIn([])).toBe(0)
    expect(secondsIn([{ startedAt, fromStep: 0 }])).toBe(0)
    const recorded = { startedAt, endedAt, fromStep: 0, trainedSeconds: 12 }
    const old = { startedAt, endedAt, fromStep: 5 }
    expect(secondsIn([recorded, old, { startedAt, fromStep: 9 }])).toBe(72)
  })

  it('counts no negative time if the clock was set back', () => {
    expect(secondsIn([{ startedAt: endedAt, endedAt: startedAt, fromStep: 0 }])).toBe(0)
  })
})

describe('averageSpeed', () => {
  it('divides the steps, including repeated ones, by the training time', () => {
    const first = { startedAt, endedAt, fromStep: 0, toStep: 100, trainedSeconds: 10 }
    const again = { startedAt, endedAt, fromStep: 80, toStep: 120, trainedSeconds: 4 }
    expect(averageSpeed([first, again])).toBe(10)
  })

  it('is null without an ended session that took steps', () => {
    const none = { startedAt, endedAt, fromStep: 5, toStep: 5, trainedSeconds: 3 }
    for (const sessions of [
      [],
      [none],
      [{ startedAt, fromStep: 0 }],
      [{ startedAt, endedAt, fromStep: 0 }],
    ]) {
      expect(averageSpeed(sessions)).toBeNull()
    }
  })
})
