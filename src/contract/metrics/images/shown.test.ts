import { expect, it } from 'vitest'
import { imageMetricStyle } from './shown'

const text = (value: number, decimals = 2): string =>
  new Intl.NumberFormat('en', imageMetricStyle(value, decimals)).format(value)

it('large values of a column are written in full, like small ones', () => {
  expect([1658.5258, 13_844.59, -13_844.59, 2_500_000].map((value) => text(value))).toEqual([
    '1,658.53',
    '13,845',
    '-13,845',
    '2,500,000',
  ])
  for (let size = 1; size < 1e9; size *= 7) expect(text(size)).not.toMatch(/[KMB]/)
})
