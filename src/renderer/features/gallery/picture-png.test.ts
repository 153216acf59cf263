import { expect, it } from 'vitest'
import { pngFactors } from './picture-png'

it('offers the size on the screen, the original, and enlarged ones that programs can open', () => {
  expect(pngFactors({ width: 152, height: 152 }, 4)).toEqual([1, 4, 8])
  expect(pngFactors({ width: 152, height: 152 }, 6)).toEqual([1, 4, 6, 8])
  expect(pngFactors({ width: 28, height: 28 }, 23)).toEqual([1, 4, 8, 23])
  expect(pngFactors({ width: 1300, height: 1300 }, 0.5)).toEqual([1, 4])
  expect(pngFactors({ width: 10_000, height: 20 }, 1)).toEqual([1])
})
