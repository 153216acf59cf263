import { describe, expect, it } from 'vitest'
import { averageSpeed, secondsIn } from './sessions'

const startedAt = '2026-01-02T03:00:00.000Z'
const endedAt = '2026-01-02T03:01:00.000Z'

describe('secondsIn', () => {
  it('adds the training of all that ended, and their whole time where it was not noted', () => {
    expect(secondsIn([])).toBe(0)
    expect(secondsIn([{ startedAt, fromStep: 0 }])).toBe(0)
    const noted = { startedAt, endedAt, fromStep: 0, trainedSeconds: 12 }
    const old = { startedAt, endedAt, fromStep: 5 }
    expect(secondsIn([noted, old, { startedAt, fromStep: 9 }])).toBe(72)
  })

  it('takes no time off when the clock was set back', () => {
    expect(secondsIn([{ startedAt: endedAt, endedAt: startedAt, fromStep: 0 }])).toBe(0)
  })
})

describe('averageSpeed', () => {
  it('is that of the steps taken in the time they took, repeated steps included', () => {
    const first = { startedAt, endedAt, fromStep: 0, toStep: 100, trainedSeconds: 10 }
    const again = { startedAt, endedAt, fromStep: 80, toStep: 120, trainedSeconds: 4 }
    expect(averageSpeed([first, again])).toBe(10)
  })

  it('is unknown where nothing was trained or is not over', () => {
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
