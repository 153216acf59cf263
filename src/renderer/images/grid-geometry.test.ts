import { describe, expect, it } from 'vitest'
import {
  cellAt,
  columnsFor,
  gridShape,
  moveInGrid,
  scaledSize,
  integerScale,
} from './grid-geometry'

describe('a grid', () => {
  it('has a shape that follows from its size, and cells that do not overlap', () => {
    for (const [columns, rows, size] of [
      [5, 5, 28],
      [5, 2, 8],
      [3, 1, 64],
    ] as const) {
      const width = columns * (size + 2) + 2
      const height = rows * (size + 2) + 2
      const shape = gridShape(width, height, size)
      expect(shape).toEqual({ columns, rows, size, padding: 2 })
      const used = new Set<string>()
      for (let n = 0; n < columns * rows; n++) {
        const cell = cellAt(shape, n)
        expect(cell.x + cell.width).toBeLessThanOrEqual(width - 2)
        expect(cell.y + cell.height).toBeLessThanOrEqual(height - 2)
        for (let x = 0; x < size; x++) {
          for (let y = 0; y < size; y++) used.add(`${cell.x + x},${cell.y + y}`)
        }
      }
      expect(used.size).toBe(columns * rows * size * size)
    }
  })
})

describe('integerScale', () => {
  it('is the largest integer factor that fits, and at least 1', () => {
    expect(integerScale(152, 456)).toBe(3)
    expect(integerScale(152, 455)).toBe(2)
    expect(integerScale(152, 10)).toBe(1)
  })
})

describe('scaledSize', () => {
  it('maps each pixel to whole screen pixels and is as large as that allows', () => {
    for (const ratio of [1, 1.25, 1.5, 2, 3]) {
      for (let available = 160; available < 1200; available += 13) {
        const size = scaledSize(152, available, ratio)
        expect(size).toBeLessThanOrEqual(available)
        const factor = (size * ratio) / 152
        if (available * ratio < 152) expect(size).toBe(available)
        else expect(Math.abs(factor - Math.round(factor))).toBeLessThan(1e-9)
        expect(available - size).toBeLessThan(152 / ratio)
      }
    }
  })
})

describe('moveInGrid', () => {
  it('never leaves the grid', () => {
    const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']
    for (let n = 0; n < 23; n++) {
      for (const key of keys) {
        const to = moveInGrid(key, n, 23, 5)
        expect(to).toBeGreaterThanOrEqual(0)
        expect(to).toBeLessThan(23)
      }
      expect(moveInGrid('a', n, 23, 5)).toBeUndefined()
    }
  })

  it('reaches every cell by arrows', () => {
    const seen = new Set([0])
    const queue = [0]
    for (let n = queue.pop(); n !== undefined; n = queue.pop()) {
      for (const key of ['ArrowRight', 'ArrowDown']) {
        const to = moveInGrid(key, n, 23, 5) ?? n
        if (!seen.has(to)) queue.push(to)
        seen.add(to)
      }
    }
    expect(seen.size).toBe(23)
  })
})

it('a column shows a single class if all classes fit side by side', () => {
  expect(columnsFor(7)).toBe(7)
  expect(columnsFor(7, 3)).toBe(6)
  expect(columnsFor(12, 10)).toBe(10)
  expect(columnsFor(6, 10)).toBe(6)
  expect(columnsFor(0, 10)).toBe(1)
  expect(columnsFor(0)).toBe(1)
})
