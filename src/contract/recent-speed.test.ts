import { expect, it } from 'vitest'
import { RecentSpeed } from './recent-speed'

it('is unknown at first, then the average over the window', () => {
  const speed = new RecentSpeed(5000)
  expect(speed.at(0, 0)).toBeNull()
  expect(speed.at(0, 0)).toBeNull()
  expect(speed.at(100, 1000)).toBe(100)
  expect(speed.at(1000, 5000)).toBe(200)
  // Only what lies at most five seconds back counts.
  expect(speed.at(1000, 10_000)).toBe(0)
})

it('is known also of what moves less often than the window is long', () => {
  const speed = new RecentSpeed(5000)
  speed.at(0, 0)
  expect(speed.at(30, 10_000)).toBe(3)
  expect(speed.at(50, 20_000)).toBe(2)
})

it('is unknown for the given time after the first mark', () => {
  const speed = new RecentSpeed(5000, 3000)
  expect([speed.at(0, 100), speed.at(1, 700), speed.at(900, 3000)]).toEqual([null, null, null])
  expect(speed.at(1000, 4100)).toBe(250)
  // A pause does not make it unknown again.
  expect(speed.at(2000, 20_100)).not.toBeNull()
  expect(speed.at(2001, 20_200)).not.toBeNull()
})

it('is never negative, as when a download begins again', () => {
  const speed = new RecentSpeed(5000)
  speed.at(500, 0)
  expect(speed.at(0, 1000)).toBe(0)
})
