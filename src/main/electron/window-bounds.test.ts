import { describe, expect, it } from 'vitest'
import { placeWindow } from './window-bounds'

const primary = { x: 0, y: 0, width: 1920, height: 1040 }
const left = { x: -1600, y: 0, width: 1600, height: 1200 }

describe('placeWindow', () => {
  it('restores a window’s position on any display', () => {
    const saved = { x: -1500, y: 100, width: 1000, height: 700 }
    expect(placeWindow(saved, [primary, left])).toEqual(saved)
  })

  it.each([
    ['on a display that is gone', { x: -1500, y: 100, width: 1000, height: 700 }],
    ['right of all displays', { x: 1900, y: 100, width: 1000, height: 700 }],
    ['with its title bar above the display', { x: 100, y: -30, width: 1000, height: 700 }],
    ['with its title bar below the display', { x: 100, y: 1035, width: 1000, height: 700 }],
  ])('lets the system place a window that was %s', (_, saved) => {
    expect(placeWindow(saved, [primary])).toEqual({ width: 1000, height: 700 })
  })

  it('keeps the size within the display and above the minimum', () => {
    expect(placeWindow(undefined, [{ ...primary, width: 800, height: 600 }])).toEqual({
      width: 800,
      height: 600,
    })
    const tiny = { x: 0, y: 0, width: 120, height: 10 }
    expect(placeWindow(tiny, [primary])).toEqual({ x: 0, y: 0, width: 720, height: 520 })
  })
})
