import { expect, it } from 'vitest'
import { pattern } from '../../image/testing'
import type { SquareShape } from '../../sources/idx/shape'
import { PixelReader } from './pixels'

/** Feeds a reader all bytes in portions of the given lengths. */
function read(shape: SquareShape, size: number, channels: 1 | 3, portions: readonly number[]) {
  const bytes = pattern(shape.count * shape.width * shape.height * shape.channels)
  const reader = new PixelReader(shape, size, channels)
  for (let from = 0, i = 0; from < bytes.length; i++) {
    const length = portions[i % portions.length] ?? 1
    reader.take(bytes.subarray(from, from + length))
    from += length
  }
  return reader.finish()
}

it.each<[stored: 1 | 3, size: number, channels: 1 | 3]>([
  [1, 40, 1],
  [1, 7, 1],
  [1, 40, 3],
  [3, 40, 3],
  [3, 9, 3],
  [3, 50, 1],
])('images do not depend on how the file is split into portions: %j', (stored, size, channels) => {
  // Converted in several portions, the last one not full.
  const shape = { count: 1000, width: 40, height: 40, channels: stored }
  const whole = read(shape, size, channels, [Infinity])
  expect(whole.length).toBe(1000 * channels * size ** 2)
  expect(Buffer.compare(read(shape, size, channels, [1, 7, 4801, 100_003]), whole)).toBe(0)
  const last = { ...shape, count: 1 }
  const alone = new PixelReader(last, size, channels)
  const bytes = pattern(1000 * 1600 * stored)
  alone.take(bytes.subarray(999 * 1600 * stored))
  expect(Buffer.compare(alone.finish(), whole.subarray(999 * channels * size ** 2))).toBe(0)
})

it('images that do not fit in a buffer are rejected before any memory is allocated', () => {
  const shape: SquareShape = { count: 2_000_000, width: 28, height: 28, channels: 1 }
  const before = process.memoryUsage().arrayBuffers
  expect(() => new PixelReader(shape, 28, 1, 2 ** 30)).toThrow(
    expect.objectContaining({
      code: 'usage',
      problem: expect.objectContaining({ code: 'datasetMemoryTooSmall' }),
      remedy: expect.stringContaining('image size 23'),
    }),
  )
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20)
  // A single image may exceed a buffer, however small its requested size.
  const huge: SquareShape = { count: 1, width: 40_000, height: 40_000, channels: 1 }
  expect(() => new PixelReader(huge, 8, 1, 2 ** 30)).toThrow()
})
