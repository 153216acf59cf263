import { describe, expect, it } from 'vitest'
import { secondsIn } from './sessions'

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
