import { expect, it } from 'vitest'
import { spread } from './chart-marks'

it('labels keep their places if these are free', () => {
  expect(spread([10, 50, 90], 100)).toEqual([10, 50, 90])
  expect(spread([], 100)).toEqual([])
})

it('labels never overlap, and stay above the axis', () => {
  for (const ys of [[100], [99, 100], [97, 98, 100], [10, 11, 12, 98, 99], [50, 100, 100]]) {
    const placed = spread(ys, 93)
    expect(Math.max(...placed)).toBeLessThanOrEqual(93)
    placed.slice(1).forEach((y, i) => expect(y - (placed[i] ?? 0)).toBeGreaterThanOrEqual(13))
  }
})
