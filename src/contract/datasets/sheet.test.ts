import { describe, expect, it } from 'vitest'
import { MAX_PER_SHEET, parseSheetPath, sheetPath, SHEET_COLUMNS, spreadOver } from './sheet'
import type { SheetRequest } from './sheet'

describe('the path of a sheet', () => {
  const requests: SheetRequest[] = [
    { dataset: 'cats', part: 'train', from: 0, count: 1 },
    { dataset: 'MNIST/raw/train-images', part: 'holdOut', from: 400, count: MAX_PER_SHEET },
    { dataset: 'a/train/0-5.png', part: 'train', class: 0, from: 999_999_999, count: 20 },
    { dataset: 'spread-3.png 猫', part: 'train', spread: 1 },
    { dataset: 'cats', part: 'holdOut', spread: SHEET_COLUMNS },
  ]
  it.each(requests)('says all of %j', (request) => {
    expect(parseSheetPath(sheetPath(request).join('/'))).toEqual(request)
  })

  it.each([
    ...['train/0-0.png', `train/0-${MAX_PER_SHEET + 1}.png`, 'train/0-9999.png', 'train/-1-5.png'],
    ...['train/9999999999-1.png', 'train/class-10000/0-5.png', 'train/class-/0-5.png'],
    ...['train/spread-0.png', `train/spread-${SHEET_COLUMNS + 1}.png`, 'train/spread-999.png'],
    ...['train/spread-.png', 'train/spread--3.png', 'train/spread-3.5.png', 'train/spread-0x5.png'],
    ...['train/class-1/spread-5.png', 'train/spread-5-5.png', 'test/spread-5.png', 'spread-5.png'],
    ...['train/spread-5.png/', 'train/spread-5.png\n', 'train/spread-5.svg', '/train/spread-5.png'],
  ])('is not datasets/cats/%s', (path) => {
    const parsed = parseSheetPath(`datasets/cats/${path}`)
    // A name may contain slashes, so that the last one is a path, of another data set.
    if (path.startsWith('/')) expect(parsed).toMatchObject({ dataset: 'cats/' })
    else expect(parsed).toBeUndefined()
  })
})

describe('images from throughout a part', () => {
  const counts = [1, 2, 7, 15, 16, 17, 18, 20, 31, 33, 100, 1_000, 60_000, 2_500_000]

  it('are distinct, within it, and always the same', () => {
    for (const count of counts) {
      for (const most of [1, 4, 16, SHEET_COLUMNS]) {
        const chosen = spreadOver(count, most)
        expect(chosen, `${count}`).toHaveLength(Math.min(count, most))
        expect(new Set(chosen).size).toBe(chosen.length)
        expect(
          chosen.every((index) => Number.isInteger(index) && index >= 0 && index < count),
        ).toBe(true)
        expect(spreadOver(count, most)).toEqual(chosen)
      }
    }
    expect(spreadOver(0, 16)).toEqual([])
    expect(spreadOver(5, 16).toSorted()).toEqual([0, 1, 2, 3, 4])
  })

  it.each([100, 163, 1_000, 4_321, 60_000, 100_001])(
    'are of every class of ten if %i images are sorted by class',
    (count) => {
      const classes = new Set(spreadOver(count, 16).map((i) => Math.floor((i * 10) / count)))
      expect(classes.size).toBe(10)
    },
  )

  it.each([5, 6, 7, 8])('are of nearly as many classes where only %i of them are seen', (seen) => {
    const classes = spreadOver(1_000, 16).map((i) => Math.floor(i / 100))
    expect(new Set(classes.slice(0, seen)).size).toBeGreaterThanOrEqual(seen - 1)
  })

  it.each([160, 1_600, 16_000, 48_000, 60_000])(
    'are of several classes if ten classes repeat in turn in %i images',
    (count) => {
      const classes = new Set(spreadOver(count, 16).map((i) => i % 10))
      expect(classes.size).toBeGreaterThanOrEqual(4)
    },
  )
})
