import { describe, expect, it } from 'vitest'
import { fileStem } from '../../../images/save-file'
import { framesOf, largestScale } from './gallery-export'

describe('largestScale', () => {
  it('is the largest that fits, and tells where none does', () => {
    for (const frames of [1, 50, 117, 1000]) {
      for (const side of [42, 152, 1292]) {
        const scale = largestScale(side, side, frames)
        const pixels = (by: number) => side * side * by * by * frames
        if (scale > 0) expect(pixels(scale)).toBeLessThanOrEqual(60_000_000)
        if (scale < 8) expect(pixels(scale + 1)).toBeGreaterThan(60_000_000)
      }
    }
    expect(largestScale(1292, 1292, 1000)).toBe(0)
  })
})

describe('framesOf', () => {
  it('takes steps in order, the first and the last among them', () => {
    expect(framesOf({ steps: [10, 20, 30, 40, 50, 60], stride: 2 })).toEqual([10, 30, 50, 60])
    expect(framesOf({ steps: [10, 20, 30], stride: 9 })).toEqual([10, 30])
    expect(framesOf({ steps: [], stride: 1 })).toEqual([])
  })
})

describe('fileStem', () => {
  it('keeps letters of any script and nothing a path could be made of', () => {
    expect(fileStem('数字 50 epochs')).toBe('数字-50-epochs')
    expect(fileStem('../../etc/passwd')).not.toMatch(/[/\\]/)
    expect(fileStem('  ')).toBe('run')
  })
})
