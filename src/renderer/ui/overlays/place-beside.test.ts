import { expect, test } from 'vitest'
import { placeBeside } from './place-beside'
import type { Side } from './place-beside'

const windowSize = { width: 480, height: 600 }
const tip = { width: 120, height: 24 }
const sides: Side[] = ['top', 'bottom', 'left', 'right']

test.each(sides)('a tip on the %s stays inside the window and off its anchor', (side) => {
  for (const left of [0, 200, 460]) {
    for (const top of [0, 300, 580]) {
      const anchor = { left, top, width: 20, height: 20 }
      const at = placeBeside(anchor, tip, side, windowSize)
      expect(at.left).toBeGreaterThanOrEqual(0)
      expect(at.top).toBeGreaterThanOrEqual(0)
      expect(at.left + tip.width).toBeLessThanOrEqual(windowSize.width)
      expect(at.top + tip.height).toBeLessThanOrEqual(windowSize.height)
      const apart =
        at.left >= left + 20 ||
        at.left + tip.width <= left ||
        at.top >= top + 20 ||
        at.top + tip.height <= top
      expect(apart).toBe(true)
    }
  }
})

test('a tip with enough space is centred on the requested side', () => {
  const anchor = { left: 230, top: 290, width: 20, height: 20 }
  expect(placeBeside(anchor, tip, 'top', windowSize)).toEqual({ left: 180, top: 260 })
  expect(placeBeside(anchor, tip, 'bottom', windowSize)).toEqual({ left: 180, top: 316 })
  expect(placeBeside(anchor, tip, 'left', windowSize)).toEqual({ left: 104, top: 288 })
  expect(placeBeside(anchor, tip, 'right', windowSize)).toEqual({ left: 256, top: 288 })
})

test.each(sides)('a tip on the %s of something in a column stays in that column', (side) => {
  const column = { left: 216, width: 264, height: 600 }
  for (const left of [220, 300, 460]) {
    const at = placeBeside({ left, top: 300, width: 20, height: 20 }, tip, side, column)
    expect(at.left).toBeGreaterThanOrEqual(column.left)
    expect(at.left + tip.width).toBeLessThanOrEqual(column.left + column.width)
  }
})
