import { describe, expect, it } from 'vitest'
import { lastUpTo, pointAt } from './chart-model'

describe('the point of a line at an x value', () => {
  const dense = { xs: [10, 20, 40], smoothed: [1, NaN, 3], sparse: false }
  const sparse = { ...dense, sparse: true }

  it('is the nearest one, unless that is a gap', () => {
    expect(pointAt(dense, 14)).toEqual({ x: 10, y: 1 })
    expect(pointAt(dense, 22)).toBeUndefined()
    expect(pointAt(dense, 31)).toEqual({ x: 40, y: 3 })
  })

  it('is none where the line has not begun or has ended', () => {
    expect(pointAt(dense, 0)).toEqual({ x: 10, y: 1 })
    expect(pointAt(dense, -1)).toBeUndefined()
    expect(pointAt(dense, 60)).toEqual({ x: 40, y: 3 })
    expect(pointAt(dense, 61)).toBeUndefined()
    expect(pointAt({ ...dense, xs: [], smoothed: [] }, 1)).toBeUndefined()
    expect(pointAt({ ...dense, xs: [5], smoothed: [2] }, 6)).toEqual({ x: 5, y: 2 })
    expect(pointAt({ ...dense, xs: [5], smoothed: [2] }, 7)).toBeUndefined()
  })

  it('is the newest one so far of a sparse line, however long ago', () => {
    expect(pointAt(sparse, 9)).toBeUndefined()
    expect(pointAt(sparse, 39)).toEqual({ x: 10, y: 1 })
    expect(pointAt(sparse, 1e9)).toEqual({ x: 40, y: 3 })
  })
})

it('finds the last value up to another', () => {
  for (const [x, index] of [
    [0, -1],
    [1, 0],
    [1.5, 0],
    [3, 3],
    [9, 3],
  ] as const) {
    expect(lastUpTo([1, 2, 2, 3], x)).toBe(index)
  }
})
