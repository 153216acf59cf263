import { expect, it } from 'vitest'
import { thinned } from './thin'

const counted = (length: number) => Array.from({ length }, (_, i) => i)

it('returns few values unchanged, and of many the ends and an even spread in order', () => {
  expect(thinned([], 3)).toEqual([])
  expect(thinned(counted(3), 3)).toEqual([0, 1, 2])
  expect(thinned(counted(101), 3)).toEqual([0, 50, 100])
  for (const most of [1, 2, 7, 400]) {
    const values = thinned(counted(1000), most)
    expect(values).toHaveLength(most)
    expect(values[0]).toBe(0)
    expect(values.toSorted((a, b) => a - b)).toEqual(values)
    expect(new Set(values).size).toBe(most)
  }
})
