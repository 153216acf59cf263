import { describe, expect, it } from 'vitest'
import type { Session } from '../../../../contract/run'
import { stepAtTime, timeAt, timePieces } from './training-time'

const session = (fromStep: number, toStep: number, trainedSeconds: number): Session => ({
  ...{ startedAt: '2026-01-01T00:00:00.000Z', endedAt: '2026-01-01T01:00:00.000Z' },
  ...{ fromStep, toStep, trainedSeconds },
})

describe('the training time of a step', () => {
  it('is linear within a session, and continues in the next one', () => {
    const pieces = timePieces([session(0, 100, 10), session(100, 200, 40)], undefined)
    const seconds = [0, 50, 100, 150, 200].map((step) => timeAt(pieces, step) / 1000)
    expect(seconds).toEqual([0, 5, 10, 30, 50])
  })

  it('includes the time of steps that were lost, from the first step after them', () => {
    const pieces = timePieces([session(0, 100, 10), session(80, 180, 20)], undefined)
    expect(timeAt(pieces, 80)).toBe(8_000)
    expect(timeAt(pieces, 81)).toBeCloseTo(10_200, 6)
    expect(timeAt(pieces, 180)).toBe(30_000)
  })

  it('counts all sessions after a start from the beginning', () => {
    const pieces = timePieces([session(0, 100, 10), session(0, 50, 5)], undefined)
    expect([timeAt(pieces, 0), timeAt(pieces, 50)]).toEqual([10_000, 15_000])
  })

  it('in a session that did not record it is that of the whole session', () => {
    const { trainedSeconds: _, ...unrecorded } = session(0, 10, 0)
    expect(timeAt(timePieces([unrecorded], undefined), 10)).toBe(3_600_000)
  })

  it('includes the live session', () => {
    const { endedAt: _, toStep: __, ...live } = session(100, 0, 0)
    const pieces = timePieces([session(0, 100, 10), live], { step: 150, seconds: 5 })
    expect([100, 125, 150, 151].map((step) => timeAt(pieces, step))).toEqual([
      10_000, 12_500, 15_000, 15_000,
    ])
  })

  it('is zero for a run that has not trained', () => {
    expect([timeAt([], 5), stepAtTime([], 5)]).toEqual([0, 0])
  })

  it('never decreases, and the step at that time is the same step', () => {
    const sessions = [
      session(0, 300, 33),
      session(200, 200, 1),
      session(150, 420, 60),
      session(420, 500, 0),
    ]
    const pieces = timePieces(sessions, undefined)
    let before = -1
    for (let step = 0; step <= 420; step++) {
      const time = timeAt(pieces, step)
      expect(time).toBeGreaterThanOrEqual(before)
      expect(stepAtTime(pieces, time)).toBeCloseTo(step, 6)
      before = time
    }
    expect(timeAt(pieces, 500)).toBe(94_000)
  })
})
