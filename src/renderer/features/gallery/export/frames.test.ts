import { describe, expect, it } from 'vitest'
import { framesOf, maxScaleFor } from './frames'

describe('maxScaleFor', () => {
  it('is the largest that fits, or 0 if none does', () => {
    for (const frames of [1, 50, 117, 1000]) {
      for (const side of [42, 152, 1292]) {
        const scale = maxScaleFor(side, side, frames)
        const pixels = (by: number) => side * side * by * by * frames
        if (scale > 0) expect(pixels(scale)).toBeLessThanOrEqual(60_000_000)
        if (scale < 8) expect(pixels(scale + 1)).toBeGreaterThan(60_000_000)
      }
    }
    expect(maxScaleFor(1292, 1292, 1000)).toBe(0)
  })
})

describe('framesOf', () => {
  it('includes the first and last step, in order', () => {
    expect(framesOf({ steps: [10, 20, 30, 40, 50, 60], stride: 2 })).toEqual([10, 30, 50, 60])
    expect(framesOf({ steps: [10, 20, 30], stride: 9 })).toEqual([10, 30])
    expect(framesOf({ steps: [], stride: 1 })).toEqual([])
  })
})
