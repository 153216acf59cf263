import { describe, expect, it } from 'vitest'
import {
  cellSize,
  gridLayout,
  imagesPerSheet,
  moveByKey,
  scrollToRow,
  sheetCrop,
  sheetsWith,
  sheetWith,
  visibleRows,
} from './image-grid'

const square = (side: number) => ({ width: side, height: side })

describe('the displayed size of an image', () => {
  it.each([1, 4, 28, 32, 33, 64, 65, 128, 1_024])('of %i pixels fits its square', (side) => {
    const { width, height } = cellSize(square(side))
    expect(width).toBe(height)
    expect(width).toBeGreaterThan(32 - 1)
    expect(width).toBeLessThanOrEqual(64)
    if (side <= 64) expect(width % side).toBe(0)
  })
  it('keeps the shape of one that is not square', () => {
    expect(cellSize({ width: 20, height: 32 })).toEqual({ width: 40, height: 64 })
    expect(cellSize({ width: 256, height: 128 })).toEqual({ width: 64, height: 32 })
  })
})

describe('the visible rows', () => {
  const counts = [0, 1, 7, 8, 100_000]
  const widths = [0, 50, 300, 1_200]
  const cases = counts.flatMap((count) => widths.map((width) => [count, width] as const))
  it.each(cases)('of %i images in %i px hold what is in view, and little more', (count, width) => {
    const layout = gridLayout(count, square(56), width, 4)
    expect(layout.rows * layout.columns).toBeGreaterThanOrEqual(count)
    expect((layout.rows - 1) * layout.columns).toBeLessThan(Math.max(1, count))
    for (const top of [0, 59, 60, 61, 12_345, layout.rows * 60, 1e9, -50]) {
      const { first, end } = visibleRows(layout, top, 600, 3)
      expect(first).toBeGreaterThanOrEqual(0)
      expect(end).toBeLessThanOrEqual(layout.rows)
      expect(end - first).toBeLessThanOrEqual(600 / 60 + 1 + 2 * 3)
      for (let row = 0; row < layout.rows; row += Math.ceil(layout.rows / 50)) {
        const inView = row * 60 < top + 600 && (row + 1) * 60 > top
        if (inView) expect(row >= first && row < end, `row ${row} at ${top}`).toBe(true)
      }
    }
  })

  it('never need more columns than fit', () => {
    const columns = [235, 236, 295, 296].map(
      (available) => gridLayout(100, square(56), available, 4).columns,
    )
    expect(columns).toEqual([3, 4, 4, 5])
  })

  it('scroll only as far as a row needs', () => {
    const layout = gridLayout(1_000, square(56), 600, 4)
    expect(scrollToRow(layout, 10, 600, 300)).toBe(600)
    expect(scrollToRow(layout, 9, 600, 300)).toBe(540)
    expect(scrollToRow(layout, 15, 600, 300)).toBe(660)
    expect(scrollToRow(layout, 0, 30, 20)).toBe(0)
  })
})

describe('the sheets', () => {
  it.each([1, 28, 64, 99, 100, 128, 446, 447, 500, 1_024, 2_000])(
    'of %i-pixel images are small enough to decode, and obey the protocol',
    (side) => {
      const images = imagesPerSheet(square(side))
      expect(images).toBeGreaterThanOrEqual(1)
      expect(images).toBeLessThanOrEqual(400)
      if (images > 20) expect(images % 20).toBe(0)
      if (images > 1) expect(images * side * side).toBeLessThanOrEqual(4_000_000)
    },
  )

  it.each([
    [0, 10, 400, 60_000],
    [399, 401, 400, 60_000],
    [59_990, 60_010, 400, 60_000],
    [5, 5, 400, 60_000],
    [0, 40, 3, 40],
  ])('of the images from %i to %i have each of them once', (first, end, perSheet, total) => {
    const sheets = sheetsWith(first, end, perSheet, total)
    for (let i = first; i < Math.min(end, total); i++) {
      const having = sheets.filter(({ from, count }) => i >= from && i < from + count)
      expect(having).toEqual([sheetWith(i, perSheet, total)])
    }
    for (const { from, count } of sheets) {
      expect(count).toBeGreaterThan(0)
      expect(from + count).toBeLessThanOrEqual(total)
    }
  })

  it('show an image at its column and row', () => {
    const sheet = { from: 400, count: 45 }
    expect(sheetCrop(sheet, 400, square(56))).toEqual({ size: 'auto 168px', position: '0px 0px' })
    expect(sheetCrop(sheet, 444, square(56)).position).toBe('-224px -112px')
    expect(sheetCrop({ from: 0, count: 3 }, 2, square(64)).size).toBe('auto 64px')
  })
})

describe('keys', () => {
  const layout = gridLayout(103, square(56), 600, 4)
  const move = (key: string, index: number, ctrl = false) =>
    moveByKey(key, ctrl, index, layout, 300)
  it('stay within the images', () => {
    const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown']
    for (const key of [...keys, 'Home', 'End']) {
      for (let i = 0; i < 103; i++) {
        for (const ctrl of [false, true]) {
          const to = move(key, i, ctrl) ?? -1
          expect(to >= 0 && to < 103, `${key} at ${i}`).toBe(true)
        }
      }
    }
    expect(move('a', 3)).toBeUndefined()
  })
  it('move by one, a row, a page, and to the ends', () => {
    expect(layout.columns).toBe(10)
    expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map((key) => move(key, 55))).toEqual(
      [54, 56, 45, 65],
    )
    expect([move('PageDown', 12), move('PageUp', 75), move('PageUp', 12)]).toEqual([62, 25, 2])
    expect([move('PageDown', 75), move('PageDown', 71), move('ArrowDown', 99)]).toEqual([
      95, 101, 99,
    ])
    expect([move('Home', 55), move('End', 55), move('End', 101)]).toEqual([50, 59, 102])
    expect([move('Home', 55, true), move('End', 55, true)]).toEqual([0, 102])
  })
})
