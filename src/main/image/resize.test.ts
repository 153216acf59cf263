import { describe, expect, it } from 'vitest'
import { channelsFirst, convertChannels, repeatPlanes, resizeImages } from './resize'
import { pattern } from './testing'

/**
 * Width, height, channels and target size, and Pillow 12.3.0's result for `pattern`:
 * Image.frombytes(mode, (width, height), pixels).resize((size, size), Image.BILINEAR).tobytes()
 */
const pillow: [number, number, number, number, number[]][] = [
  [5, 5, 1, 3, [126, 171, 75, 162, 97, 111, 198, 101, 147]],
  [
    5,
    5,
    1,
    8,
    [
      158, 115, 70, 169, 187, 126, 65, 23, 168, 125, 80, 179, 197, 136, 75, 33, 182, 139, 93, 182,
      201, 150, 90, 47, 197, 154, 98, 87, 106, 155, 105, 62, 211, 168, 107, 46, 65, 164, 119, 76,
      226, 183, 122, 61, 80, 179, 134, 91, 240, 197, 136, 75, 94, 193, 148, 105, 250, 207, 146, 85,
      104, 203, 158, 115,
    ],
  ],
  [28, 28, 1, 4, [126, 123, 127, 133, 133, 127, 124, 126, 128, 133, 126, 124, 126, 128, 132, 125]],
  [7, 7, 3, 2, [99, 117, 151, 147, 142, 98, 92, 142, 135, 165, 127, 99]],
  [
    3,
    3,
    3,
    4,
    [
      158, 60, 218, 134, 37, 195, 106, 105, 167, 83, 241, 143, 88, 150, 148, 64, 127, 125, 96, 135,
      97, 173, 171, 73, 100, 162, 160, 76, 139, 137, 108, 111, 109, 185, 87, 85, 190, 92, 250, 166,
      68, 227, 138, 40, 199, 115, 17, 175,
    ],
  ],
  [6, 4, 1, 3, [135, 134, 115, 122, 138, 120, 135, 163, 126]],
]
/** Image.frombytes('RGB', (8, 1), pattern(24)).convert('L').tobytes() */
const pillowLuma = [107, 70, 183, 146, 108, 147, 139, 101]

describe('resizeImages', () => {
  it.each(pillow)('resizes %i x %i x %i pixels to %i x %4$i like Pillow', (...row) => {
    const [width, height, channels, size, expected] = row
    const pixels = pattern(width * height * channels)
    const resized = resizeImages(pixels, { count: 1, width, height, channels }, size)
    expect([...resized]).toEqual(expected)
  })

  it('resizes images independently', () => {
    const shape = { count: 1, width: 5, height: 5, channels: 1 }
    const first = pattern(25)
    const second = pattern(50).subarray(25)
    const both = resizeImages(pattern(50), { ...shape, count: 2 }, 3)
    expect([...both]).toEqual([...resizeImages(first, shape, 3), ...resizeImages(second, shape, 3)])
  })

  it.each([1, 2, 7, 28, 29, 64, 256])('keeps constant images constant at size %i', (size) => {
    for (const grey of [0, 1, 127, 254, 255]) {
      const pixels = new Uint8Array(28 * 28 * 3).fill(grey)
      const shape = { count: 1, width: 28, height: 28, channels: 3 }
      const resized = resizeImages(pixels, shape, size)
      expect(resized).toHaveLength(size * size * 3)
      expect(resized.every((value) => value === grey)).toBe(true)
    }
  })

  it('averages when it shrinks: one-pixel stripes become grey rather than black or white', () => {
    const stripes = Uint8Array.from({ length: 64 * 64 }, (_, i) => (i % 2) * 255)
    const resized = resizeImages(stripes, { count: 1, width: 64, height: 64, channels: 1 }, 8)
    expect(Math.min(...resized)).toBeGreaterThan(120)
    expect(Math.max(...resized)).toBeLessThan(135)
  })

  it('does nothing if the size is already right', () => {
    const pixels = pattern(2 * 9)
    expect(resizeImages(pixels, { count: 2, width: 3, height: 3, channels: 1 }, 3)).toBe(pixels)
  })
})

describe('convertChannels', () => {
  it('converts RGB to luma like Pillow', () => {
    expect([...convertChannels(pattern(24), 3, 1)]).toEqual(pillowLuma)
  })

  it('repeats grey', () => {
    expect([...convertChannels(Uint8Array.of(5, 200), 1, 3)]).toEqual([5, 5, 5, 200, 200, 200])
  })

  it('restores every grey value from its RGB', () => {
    const greys = Uint8Array.from({ length: 256 }, (_, p) => p)
    expect(convertChannels(convertChannels(greys, 1, 3), 3, 1)).toEqual(greys)
  })

  it.each([1, 3] as const)('leaves %i channels unchanged', (channels) => {
    const pixels = pattern(6)
    expect(convertChannels(pixels, channels, channels)).toBe(pixels)
  })
})

describe('channels first', () => {
  it('separates the channels of each image', () => {
    const two = Uint8Array.of(1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16)
    expect([...channelsFirst(two, 2, 3)]).toEqual([1, 4, 2, 5, 3, 6, 11, 14, 12, 15, 13, 16])
  })

  it('leaves grey unchanged', () => {
    const grey = pattern(8)
    expect(channelsFirst(grey, 4, 1)).toBe(grey)
  })

  it('repeats a grey plane, like converting and separating', () => {
    const grey = pattern(3 * 4)
    expect(repeatPlanes(grey, 4, 3)).toEqual(channelsFirst(convertChannels(grey, 1, 3), 4, 3))
  })
})
