import { expect, test } from 'vitest'
import { secondsSoFar, SessionSpeed } from './session-speed'

test('the speed follows the growth of the log, however often it is looked at', () => {
  const speed = new SessionSpeed()
  expect(speed.stepsPerSecond).toBeNull()
  speed.reached(10, 1000)
  expect(speed.stepsPerSecond).toBeNull()
  for (let i = 0; i < 5; i++) speed.reached(10, 1000)
  speed.reached(30, 2000)
  expect(speed.stepsPerSecond).toBe(20)
  for (let second = 3; second <= 20; second++) speed.reached(30 + (second - 2) * 5, second * 1000)
  expect(speed.stepsPerSecond).toBe(5)
  speed.reset()
  expect(speed.stepsPerSecond).toBeNull()
})

test('the time trained excludes pauses, and never runs backwards with the clock', () => {
  const at = (second: number) => new Date(second * 1000).toISOString()
  const session = { startedAt: at(100), fromStep: 0 }
  const line = (second: number, code: string, trainedSeconds: number) => ({
    at: at(second),
    code,
    step: 1,
    trainedSeconds,
  })
  expect(secondsSoFar(session, false, [], 130_000)).toBe(30)
  const started = line(100, 'started', 0)
  const paused = [started, line(110, 'paused', 10)]
  expect(secondsSoFar(session, true, paused, 500_000)).toBe(10)
  const continued = [...paused, line(400, 'continued', 10)]
  expect(secondsSoFar(session, false, continued, 405_000)).toBe(15)
  expect(secondsSoFar(session, false, continued, 50_000)).toBe(10)
})
