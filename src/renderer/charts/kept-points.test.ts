import { expect, it } from 'vitest'
import { keptPoints } from './kept-points'

it('points are kept for as long as the values, their places and the axis are the same', () => {
  const [xs, smoothed] = [
    [1, 2, 3],
    [5, -1, NaN],
  ]
  const line = { xs, smoothed, sparse: false }
  const points = keptPoints(line, false)
  expect(points).toEqual([
    { x: 1, y: 5 },
    { x: 2, y: -1 },
    { x: 3, y: NaN },
  ])
  expect(keptPoints({ ...line }, false)).toBe(points)
  expect(keptPoints(line, true).map(({ y }) => y)).toEqual([5, NaN, NaN])
  expect(keptPoints(line, false)).toEqual(points)
  expect(keptPoints({ ...line, xs: [4, 5, 6] }, false).map(({ x }) => x)).toEqual([4, 5, 6])
  expect(keptPoints({ ...line, sparse: true }, false)).toHaveLength(2)
  expect(keptPoints({ ...line, smoothed: [5, -1, 0] }, false)[2]?.y).toBe(0)
})
