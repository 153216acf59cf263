import { describe, expect, it } from 'vitest'
import {
  fits,
  preparationSchema,
  resizeFilters,
  type Preparation,
} from '../../contract/datasets/preparation'
import fixtures from './fixtures/prepared.json'
import { prepareImage } from './prepare'
import type { RasterImage } from './raster'
import { pattern } from './testing'

const patterned = (width: number, height: number, channels: number): RasterImage => ({
  width,
  height,
  channels: channels as 1 | 3 | 4,
  data: pattern(width * height * channels),
})
const preparation = (given: object): Preparation =>
  preparationSchema.parse({ imageSize: 8, channels: 3, ...given })
const furthest = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? NaN))), 0)

describe('prepareImage', () => {
  it.each(fixtures)('equals Pillow within a level: $image, $preparation', (fixture) => {
    const { width, height, channels } = fixture.image
    const expected = Buffer.from(fixture.pixels, 'hex')
    const image = patterned(width, height, channels)
    const prepared = prepareImage(image, preparation(fixture.preparation))
    expect(prepared).toHaveLength(expected.length)
    expect(furthest(prepared, expected)).toBeLessThanOrEqual(channels === 4 ? 1 : 0)
    expect(image).toEqual(patterned(width, height, channels))
  })

  it('copies an image that is right already', () => {
    const image = patterned(64, 64, 3)
    const prepared = prepareImage(image, preparation({ imageSize: 64 }))
    expect(prepared).toEqual(image.data)
    expect(prepared.buffer).not.toBe(image.data.buffer)
    prepared.fill(0)
    expect(image).toEqual(patterned(64, 64, 3))
  })

  it.each([
    ['an array', pattern(3 * 16)],
    ['a Buffer', Buffer.from(pattern(3 * 16))],
  ])('copies from a view into %s', (_, shared) => {
    const image = { width: 4, height: 4, channels: 1, data: shared.subarray(16, 32) } as const
    const prepared = prepareImage(image, preparation({ imageSize: 4, channels: 1 }))
    expect([...prepared]).toEqual([...pattern(48).subarray(16, 32)])
    expect(prepared.buffer.byteLength).toBe(16)
  })

  it.each(resizeFilters)('keeps constant images constant with %s', (filter) => {
    for (const fit of fits) {
      for (const [width, height] of [
        [1, 1],
        [1, 300],
        [301, 2],
        [40, 41],
      ] as const) {
        const data = new Uint8Array(width * height * 3).fill(255)
        const image = { width, height, channels: 3, data } as const
        const prepared = prepareImage(image, preparation({ imageSize: 16, filter, fit }))
        expect(prepared).toEqual(new Uint8Array(16 * 16 * 3).fill(255))
      }
    }
  })

  it('clips the overshoot of Lanczos at an edge between black and white', () => {
    const data = Uint8Array.from({ length: 256 }, (_, i) => (i % 16 < 8 ? 0 : 255))
    const image = { width: 16, height: 16, channels: 1, data } as const
    const given = { imageSize: 48, channels: 1, filter: 'lanczos' }
    const prepared = prepareImage(image, preparation(given))
    expect(Math.min(...prepared.subarray(0, 10))).toBe(0)
    expect(Math.max(...prepared.subarray(0, 10))).toBeLessThan(20)
    expect(Math.min(...prepared.subarray(38, 48))).toBeGreaterThan(235)
  })

  it.each([0, 1, 127, 254, 255])('lays colours of alpha %i over the background', (alpha) => {
    const data = Uint8Array.of(0, 100, 255, alpha)
    const image = { width: 1, height: 1, channels: 4, data } as const
    const prepared = prepareImage(image, preparation({ imageSize: 1, background: '#ff8000' }))
    const exact = [0, 100, 255].map((value, c) =>
      Math.round((value * alpha + (255 - alpha) * ([255, 128, 0][c] as number)) / 255),
    )
    expect([...prepared]).toEqual(exact)
  })

  it('ignores the colour of transparent pixels, wherever they are resized to', () => {
    const data = pattern(20 * 30 * 4)
    for (let i = 3; i < data.length; i += 4) data[i] = 0
    const image = { width: 20, height: 30, channels: 4, data } as const
    for (const fit of fits) {
      const prepared = prepareImage(image, preparation({ fit, background: '#102030' }))
      expect([...prepared]).toEqual(Array.from({ length: 64 }, () => [0x10, 0x20, 0x30]).flat())
    }
  })
})
