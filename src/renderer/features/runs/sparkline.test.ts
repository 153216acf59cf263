import { describe, expect, it } from 'vitest'
import { pointsOf, rangeOf } from './sparkline'

const size = { width: 100, height: 10 }

describe('a sparkline', () => {
  it('keeps its shape despite a spike', () => {
    const calm = Array.from({ length: 100 }, (_, i) => i / 100)
    const range = rangeOf([[...calm, 1e9]])
    expect(range?.high).toBeLessThan(1.01)
  })

  it('stays inside its box for any values', () => {
    const values = [-1e9, 0, 0.5, 1, 1e9]
    const points = pointsOf(values, { low: 0, high: 1 }, size).split(' ')
    const places = points.map((point) => point.split(',').map(Number))
    expect(places).toEqual([
      [0, 10],
      [25, 10],
      [50, 5],
      [75, 0],
      [100, 0],
    ])
  })

  it('skips gaps, and draws nothing without two different values', () => {
    expect(pointsOf([null, 0.5, null], { low: 0, high: 1 }, size)).toBe('50.0,5.0')
    expect([rangeOf([]), rangeOf([[null]]), rangeOf([[2, 2]])]).toEqual(Array(3).fill(undefined))
  })
})
