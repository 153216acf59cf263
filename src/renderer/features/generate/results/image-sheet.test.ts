import { describe, expect, it } from 'vitest'
import { pageOf, sheetCrop, sheetFits } from './image-sheet'

describe('pageOf', () => {
  it('shows every image on exactly one page', () => {
    for (const total of [1, 99, 100, 101, 10_000]) {
      const seen: number[] = []
      for (let page = 0; page < Math.ceil(total / 100); page++) {
        const { first, count } = pageOf(page, 100, total)
        for (let i = 0; i < count; i++) seen.push(first + i)
      }
      expect(seen).toEqual(Array.from({ length: total }, (_, i) => i))
    }
  })

  it('stops at the first and last page', () => {
    expect(pageOf(9, 100, 150)).toEqual({ first: 100, count: 50 })
    expect(pageOf(-1, 100, 150)).toEqual({ first: 0, count: 100 })
  })
})

describe('sheetCrop', () => {
  it('positions the background to show exactly the requested image', () => {
    const parse = (text: string) => text.split(' ').map((part) => Number.parseFloat(part) / 100)
    for (const [count, columns] of [
      [1, 1],
      [25, 5],
      [26, 6],
      [7, 3],
      [4, 4],
    ] as const) {
      for (let n = 0; n < count; n++) {
        const { size, position } = sheetCrop({ count, columns, size: 28 }, n)
        const [width = NaN, height = NaN] = parse(size)
        const [x = NaN, y = NaN] = parse(position)
        // A background of w squares at p percent begins (w - 1) * p squares before its box.
        expect((width - 1) * x).toBeCloseTo(n % columns, 9)
        expect((height - 1) * y).toBeCloseTo(Math.floor(n / columns), 9)
      }
    }
  })
})

describe('sheetFits', () => {
  it('rejects sheets that are too wide or too high', () => {
    expect(sheetFits({ count: 10_000, columns: 100, size: 28 })).toBe(true)
    expect(sheetFits({ count: 10_000, columns: 100, size: 256 })).toBe(false)
    expect(sheetFits({ count: 400, columns: 1, size: 28 })).toBe(false)
  })
})
