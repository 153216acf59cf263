import { describe, expect, it } from 'vitest'
import type { ChartLine } from './chart-model'
import { nearestLine } from './nearest-line'

const line = (key: string, smoothed: number[], changes: Partial<ChartLine> = {}): ChartLine => ({
  ...{ key, color: '', dash: [], visible: true, sparse: false },
  xs: smoothed.map((_, i) => 10 * i),
  smoothed,
  ...changes,
})
const near = (lines: ChartLine[], x: number, y: number, logarithmic = false) =>
  nearestLine(lines, { x, y }, (point) => point, { within: 8, logarithmic })

describe('the line nearest to a click', () => {
  const lines = [line('flat', [0, 0, 0, 0]), line('steep', [0, 100, 200, 300])]

  it('is measured to the line between its points, not to the points', () => {
    expect(near(lines, 15, 152)).toBe('steep')
    expect(near(lines, 15, 3)).toBe('flat')
  })

  it('is none if all are too far away, before the first point or after the last', () => {
    expect(near(lines, 15, 60)).toBeUndefined()
    expect(near(lines, 39, 0)).toBeUndefined()
    expect(near(lines, -9, 0)).toBeUndefined()
    expect(near(lines, 37, 0)).toBe('flat')
    expect(near([], 0, 0)).toBeUndefined()
  })

  it('is never a hidden one, nor one with a gap there', () => {
    expect(near([line('a', [0, 0], { visible: false }), line('b', [6, 6])], 5, 0)).toBe('b')
    expect(near([line('gap', [0, NaN, NaN, 0]), line('b', [7, 7, 7, 7])], 15, 0)).toBe('b')
  })

  it('joins the points of a sparse line across gaps', () => {
    expect(near([line('sparse', [0, NaN, NaN, 0], { sparse: true })], 15, 3)).toBe('sparse')
  })

  it('is not one at zero or below on a logarithmic axis', () => {
    expect(near([line('a', [0, 0])], 5, 0, true)).toBeUndefined()
  })

  it('can be a single point', () => {
    expect(near([line('dot', [5])], 3, 4)).toBe('dot')
  })
})
