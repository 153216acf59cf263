import { describe, expect, it } from 'vitest'
import { followed, panned, widthOf, within, zoomed } from './metrics-series-range'
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

describe('a zoomed chart', () => {
  it('stays within the run through any zooming and panning', () => {
    let range: StepRange = bounds
    for (let i = 0; i < 2000; i++) {
      const focus = 1 + ((i * 7919) % 1000)
      const next =
        i % 3 === 0
          ? panned(range, bounds, Math.sin(i))
          : zoomed(range, bounds, i % 2 ? 0.7 : 1.4, focus)
      expectInside(next)
      range = next ?? bounds
    }
  })

  it('keeps the step under the pointer where it is', () => {
    const focus = 400
    const range = zoomed(bounds, bounds, 0.5, focus) ?? bounds
    const share = (at: StepRange) => (focus - at.from) / widthOf(at)
    expect(share(range)).toBeCloseTo(share(bounds), 2)
  })

  it('is no longer zoomed when it holds everything', () => {
    expect(zoomed({ from: 10, to: 900 }, bounds, 4)).toBeUndefined()
    expect(within({ from: -50, to: 3000 }, bounds)).toBeUndefined()
  })

  it('keeps its width when it is pushed against an edge', () => {
    expect(panned({ from: 50, to: 149 }, bounds, -3)).toEqual({ from: 1, to: 100 })
    expect(panned({ from: 850, to: 949 }, bounds, 9)).toEqual({ from: 901, to: 1000 })
  })
})

describe('followed', () => {
  it('moves a range at the live end along, and no other', () => {
    expect(followed({ from: 901, to: 1000 }, 1000, 1010)).toEqual({ from: 911, to: 1010 })
    expect(followed({ from: 100, to: 200 }, 1000, 1010)).toEqual({ from: 100, to: 200 })
    expect(followed({ from: 901, to: 1000 }, 1000, 1000)).toEqual({ from: 901, to: 1000 })
  })
})
