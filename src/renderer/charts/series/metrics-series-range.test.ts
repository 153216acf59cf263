import { describe, expect, it } from 'vitest'
import { followEnd, panRange, widthOf, clampRange, zoomRange } from './metrics-series-range'
import type { StepRange } from './metrics-series-range'

const bounds = { from: 1, to: 1000 }

function expectInside(range: StepRange | undefined): void {
  if (range === undefined) return
  expect(range.from).toBeGreaterThanOrEqual(bounds.from)
  expect(range.to).toBeLessThanOrEqual(bounds.to)
  expect(Number.isInteger(range.from) && Number.isInteger(range.to)).toBe(true)
  expect(widthOf(range)).toBeGreaterThanOrEqual(10)
  expect(widthOf(range)).toBeLessThan(widthOf(bounds))
}

describe('a zoomed range', () => {
  it('stays within the bounds while zooming and panning', () => {
    let range: StepRange = bounds
    for (let i = 0; i < 2000; i++) {
      const focus = 1 + ((i * 7919) % 1000)
      const next =
        i % 3 === 0
          ? panRange(range, bounds, Math.sin(i))
          : zoomRange(range, bounds, i % 2 ? 0.7 : 1.4, focus)
      expectInside(next)
      range = next ?? bounds
    }
  })

  it('keeps the step under the pointer in place', () => {
    const focus = 400
    const range = zoomRange(bounds, bounds, 0.5, focus) ?? bounds
    const share = (at: StepRange) => (focus - at.from) / widthOf(at)
    expect(share(range)).toBeCloseTo(share(bounds), 2)
  })

  it('is undefined if it covers everything', () => {
    expect(zoomRange({ from: 10, to: 900 }, bounds, 4)).toBeUndefined()
    expect(clampRange({ from: -50, to: 3000 }, bounds)).toBeUndefined()
  })

  it('keeps its width at the edges', () => {
    expect(panRange({ from: 50, to: 149 }, bounds, -3)).toEqual({ from: 1, to: 100 })
    expect(panRange({ from: 850, to: 949 }, bounds, 9)).toEqual({ from: 901, to: 1000 })
  })
})

describe('followEnd', () => {
  it('moves only a range that ends at the last step', () => {
    expect(followEnd({ from: 901, to: 1000 }, 1000, 1010)).toEqual({ from: 911, to: 1010 })
    expect(followEnd({ from: 100, to: 200 }, 1000, 1010)).toEqual({ from: 100, to: 200 })
    expect(followEnd({ from: 901, to: 1000 }, 1000, 1000)).toEqual({ from: 901, to: 1000 })
  })
})
