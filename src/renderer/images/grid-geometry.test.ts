import { describe, expect, it } from 'vitest'
import { cellAt, gridShape, moveInGrid, scaledSize, wholeScale } from './grid-geometry'

describe('a grid', () => {
  it('is told from its size, and its cells tile it without touching', () => {
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

describe('wholeScale', () => {
  it('is the largest whole factor that fits, and never hides the picture', () => {
    expect(wholeScale(152, 456)).toBe(3)
    expect(wholeScale(152, 455)).toBe(2)
    expect(wholeScale(152, 10)).toBe(1)
  })
})

describe('scaledSize', () => {
  it('gives each pixel whole pixels of the screen, and uses the room as far as that allows', () => {
    for (const ratio of [1, 1.25, 1.5, 2, 3]) {
      for (let room = 160; room < 1200; room += 13) {
        const size = scaledSize(152, room, ratio)
        expect(size).toBeLessThanOrEqual(room)
        const factor = (size * ratio) / 152
        if (room * ratio < 152) expect(size).toBe(room)
        else expect(Math.abs(factor - Math.round(factor))).toBeLessThan(1e-9)
        expect(room - size).toBeLessThan(152 / ratio)
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
