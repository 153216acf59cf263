import { describe, expect, it } from 'vitest'
import { spaceAbove, StageZoom } from './stage-zoom.svelte'

const grid = { width: 152, height: 152 }

function stage(width: number, windowHeight: number, ratio = 1): StageZoom {
  const zoom = new StageZoom(() => 240)
  return Object.assign(zoom, { width, windowHeight, ratio })
}

describe('the size of a picture', () => {
  it('is the largest that fits at a whole number of screen pixels per image pixel', () => {
    for (const [width, height, ratio, factor] of [
      [1030, 900, 1, 4],
      [1030, 1400, 1, 6],
      [400, 900, 1, 2],
      [1030, 900, 2, 8],
      [1030, 900, 1.5, 6],
    ] as const) {
      const zoom = stage(width, height, ratio)
      expect(zoom.factorOf(grid)).toBe(factor)
      expect(zoom.widthOf(grid)).toBeLessThanOrEqual(width)
      expect(zoom.widthOf(grid)).toBeLessThanOrEqual(height - 240)
      expect((zoom.widthOf(grid) * ratio) % grid.width).toBe(0)
    }
  })

  it('shrinks a picture larger than the stage', () => {
    const large = { width: 2580, height: 2580 }
    expect(stage(1030, 900).widthOf(large)).toBeCloseTo(660)
  })

  it('follows the chosen factor within 1 and the width, until it fits again', () => {
    const zoom = stage(1030, 900)
    const factors = (direction: 1 | -1) =>
      Array.from({ length: 5 }, () => {
        zoom.zoom(grid, direction)
        return zoom.factorOf(grid)
      })
    expect(factors(1)).toEqual([5, 6, 6, 6, 6])
    expect(factors(-1)).toEqual([5, 4, 3, 2, 1])
    expect(zoom.fits).toBe(false)
    zoom.zoom(grid, -1)
    expect(zoom.factorOf(grid)).toBe(1)
    zoom.fit()
    expect(zoom.factorOf(grid)).toBe(4)
    zoom.zoom(grid, 1)
    // The window became narrower.
    zoom.width = 320
    expect(zoom.factorOf(grid)).toBe(2)
  })

  it('reaches the largest size of a single image in few steps', () => {
    const zoom = stage(1030, 400)
    const image = { width: 8, height: 8 }
    let steps = 0
    for (; zoom.factorOf(image) < zoom.maxOf(image); steps++) zoom.zoom(image, 1)
    expect(zoom.maxOf(image)).toBe(128)
    expect(steps).toBeLessThan(10)
  })
})

describe('the space above the card', () => {
  it('is kept in view unless it is a large part of the window', () => {
    expect(spaceAbove(170, 960)).toBe(170)
    expect(spaceAbove(170, 600)).toBe(0)
    expect(spaceAbove(0, 0)).toBe(0)
  })
})
