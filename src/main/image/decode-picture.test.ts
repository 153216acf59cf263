import fs from 'node:fs'
import { deflateSync, inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { StudioError } from '../../contract/errors'
import { failureOf } from '../../contract/testing/failure-of'
import { decodePicture } from './decode-picture'
import { PNG_SIGNATURE } from './formats/png'
import { encodePng, pngChunk } from './png'
import type { RasterImage } from './raster'
import { pattern } from './testing'

const FOLDER = 'test/fixtures/pictures'
/** The pixels that Pillow reads from each picture; see make.py there. */
const pictures = z
  .record(
    z.string(),
    z.object({
      width: z.number(),
      height: z.number(),
      levels: z.number(),
      rgba: z.string(),
      over: z.array(z.object({ background: z.array(z.number()), rgb: z.string() })).optional(),
    }),
  )
  .parse(JSON.parse(fs.readFileSync(`${FOLDER}/expected.json`, 'utf8')))
const unpacked = (text: string): Uint8Array => inflateSync(Buffer.from(text, 'base64'))
const bytesOf = (name: string): Buffer => fs.readFileSync(`${FOLDER}/${name}`)

/** [height, width, 4] */
function rgbaOf({ width, height, channels, data }: RasterImage): Uint8Array {
  const rgba = new Uint8Array(width * height * 4).fill(255)
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) {
      rgba[i * 4 + c] = data[i * channels + (channels === 1 ? 0 : c)] ?? 0
    }
    if (channels === 4) rgba[i * 4 + 3] = data[i * 4 + 3] ?? 0
  }
  return rgba
}

/** The largest difference of visible colours, and of alpha. */
function differences(found: Uint8Array, expected: Uint8Array): { colour: number; alpha: number } {
  let [colour, alpha] = [0, 0]
  for (let i = 0; i < expected.length; i += 4) {
    alpha = Math.max(alpha, Math.abs((found[i + 3] ?? 0) - (expected[i + 3] ?? 0)))
    if (expected[i + 3] === 0) continue
    for (let c = i; c < i + 3; c++) {
      colour = Math.max(colour, Math.abs((found[c] ?? 0) - (expected[c] ?? 0)))
    }
  }
  return { colour, alpha }
}

describe('decodePicture', () => {
  it.each(Object.entries(pictures))('reads %s as Pillow does', async (name, expected) => {
    const image = await decodePicture(bytesOf(name))
    expect([image.width, image.height]).toEqual([expected.width, expected.height])
    expect(image.data).toHaveLength(image.width * image.height * image.channels)
    const { colour, alpha } = differences(rgbaOf(image), unpacked(expected.rgba))
    expect(colour).toBeLessThanOrEqual(expected.levels)
    expect(alpha).toBe(0)
  })
  it.each(
    Object.entries(pictures).flatMap(([name, { over = [] }]) =>
      over.map((o) => [name, o] as const),
    ),
  )('composites %s over a background as Pillow does', async (name, { background, rgb }) => {
    const image = await decodePicture(bytesOf(name))
    expect(image.channels).toBe(4)
    const expected = unpacked(rgb)
    let worst = 0
    for (let i = 0; i < image.width * image.height; i++) {
      const alpha = (image.data[i * 4 + 3] ?? 0) / 255
      for (let c = 0; c < 3; c++) {
        const colour = image.data[i * 4 + c] ?? 0
        const level = Math.round(colour * alpha + (background[c] ?? 0) * (1 - alpha))
        worst = Math.max(worst, Math.abs(level - (expected[i * 3 + c] ?? 0)))
      }
    }
    expect(worst).toBeLessThanOrEqual(1)
  })

  it.each([
    ['grey.png', 1],
    ['grey.jpg', 1],
    ['one-bit.png', 1],
    ['sixteen-bits-grey.png', 1],
    ['profile-grey.png', 1],
    ['colour.jpg', 3],
    ['palette.gif', 3],
    ['over-grey.png', 4],
    ['over-holes.gif', 4],
  ])('reads %s in %i channels', async (name, channels) => {
    expect((await decodePicture(bytesOf(name))).channels).toBe(channels)
  })

  it('reads opaque pictures that could have alpha, and grey ones stored in colour, as what they are', async () => {
    const rgba = (pixel: number[]) =>
      pngOf({ width: 2, height: 1, type: 6, rows: [0, ...pixel, ...pixel] })
    expect((await decodePicture(rgba([1, 2, 3, 255]))).channels).toBe(3)
    expect((await decodePicture(rgba([5, 5, 5, 255]))).channels).toBe(1)
    expect((await decodePicture(rgba([5, 5, 5, 254]))).channels).toBe(4)
  })

  it('refuses every picture that is cut anywhere', async () => {
    for (const name of Object.keys(pictures)) {
      const whole = bytesOf(name)
      // Bytes after the first frame of a GIF are not needed.
      const last = name.endsWith('.gif') ? 100 : whole.length - 1
      for (let length = 1; length <= last; length += 1 + Math.floor(length / 12)) {
        const error = await failureOf(() => decodePicture(whole.subarray(0, length), name))
        expect(error.code, `${name} ${length}`).toBe('data')
        expect(error.where).toBe(name)
      }
      if (name.endsWith('.gif')) continue
      const error = await failureOf(() => decodePicture(whole.subarray(0, whole.length - 3)))
      expect(error.problem?.code, name).toBe('pictureCutShort')
    }
  })

  it('survives any damaged byte: an image of the same size, or a refusal', async () => {
    for (const name of Object.keys(pictures)) {
      const whole = bytesOf(name)
      for (let at = 0; at < whole.length; at += 1 + Math.floor(whole.length / 25)) {
        const damaged = Buffer.from(whole)
        damaged[at] = (damaged[at] ?? 0) ^ 0xff
        try {
          const image = await decodePicture(damaged)
          expect(image.data).toHaveLength(image.width * image.height * image.channels)
        } catch (error) {
          expect((error as StudioError).code, `${name} ${at} ${String(error)}`).toBe('data')
        }
      }
    }
  })

  it('refuses a PNG whose data end early, though its checksums are right', async () => {
    for (const height of [40, 400]) {
      const rows = Array.from({ length: 10 * (1 + 3 * 100) }, () => 7).map((v, i) =>
        i % 301 === 0 ? 0 : v,
      )
      const short = pngOf({ width: 100, height, type: 2, rows })
      const error = await failureOf(() => decodePicture(short))
      expect(error.problem?.code).toBe('pictureCutShort')
    }
  })

  it('reads a PNG that ends black or transparent', async () => {
    const black = pngOf({ width: 1, height: 2, type: 2, rows: [0, 9, 8, 7, 0, 0, 0, 0] })
    expect([...(await decodePicture(black)).data]).toEqual([9, 8, 7, 0, 0, 0])
    const clear = pngOf({ width: 1, height: 2, type: 6, rows: [0, 9, 8, 7, 1, 0, 6, 6, 6, 0] })
    expect([...(await decodePicture(clear)).data]).toEqual([9, 8, 7, 1, 6, 6, 6, 0])
  })

  it('refuses a PNG or WebP of millions of parts', async () => {
    const [head, tail] = [
      await encodePng({ width: 1, height: 1, channels: 1, data: Uint8Array.of(1) }),
      12,
    ]
    const empty = pngChunk('IDAT', Buffer.alloc(0))
    const many = Buffer.concat([
      head.subarray(0, -tail),
      Buffer.alloc(empty.length * 200_000, empty),
      head.subarray(-tail),
    ])
    expect((await failureOf(() => decodePicture(many))).problem?.code).toBe('pictureDamaged')
    const webp = bytesOf('over-sheer.webp')
    const chunks = Buffer.alloc(8 * 200_000, Buffer.from('junk\0\0\0\0', 'latin1'))
    const long = Buffer.concat([webp, chunks])
    long.writeUInt32LE(long.length - 8, 4)
    expect((await failureOf(() => decodePicture(long))).problem?.code).toBe('pictureDamaged')
  })

  it('reads large pictures in bands without a seam', async () => {
    const [width, height] = [3001, 1000]
    const data = pattern(width * height * 3)
    const image = await decodePicture(await encodePng({ width, height, channels: 3, data }))
    expect(Buffer.compare(image.data, data)).toBe(0)
  })

  it('gives every one of many concurrent pictures its own pixels', async () => {
    const images = Array.from({ length: 200 }, (_, i) => ({
      width: 1 + (i % 7),
      height: 1 + (i % 5),
      channels: 3,
      data: pattern(200 + 3 * 35).subarray(i, i + 3 * (1 + (i % 7)) * (1 + (i % 5))),
    }))
    const decoded = await Promise.all(
      images.map(async (image) => decodePicture(await encodePng(image))),
    )
    decoded.forEach((image, i) => {
      expect([...rgbaOf(image)].filter((_, k) => k % 4 < 3)).toEqual([...(images[i]?.data ?? [])])
    })
  })
})

interface Png {
  width: number
  height: number
  /** The colour type: 2 RGB, 6 RGBA. */
  type: number
  /** With the byte of the filter before each row. */
  rows: number[]
}

function pngOf({ width, height, type, rows }: Png): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, type, 0, 0, 0])
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  const data = deflateSync(Uint8Array.from(rows))
  const parts = [
    pngChunk('IHDR', header),
    pngChunk('IDAT', data),
    pngChunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat([PNG_SIGNATURE, ...parts])
}
