import { strFromU8, unzip } from 'fflate'
import type { Unzipped } from 'fflate'
import { decode } from 'fast-png'
import { describe, expect, test } from 'vitest'
import { pattern } from '../../image/testing'
import { parseIdx } from '../../sources/idx/idx'
import { zipIdx, zipImages } from './generated-archives'
import { GeneratedImages, imageOf, sheetOf } from './generated-images'
import type { GeneratedSet } from './generated-images'
import { encodePng } from '../../image/png'

const open = (archive: Uint8Array): Promise<Unzipped> =>
  new Promise((resolve, reject) =>
    unzip(archive, (error, files) => (error === null ? resolve(files) : reject(error))),
  )

function setOf(count: number, channels = 1, size = 5): Omit<GeneratedSet, 'id'> {
  const job = {
    source: '/somewhere',
    engine: 'auto',
    threads: 0,
    count,
    seed: 7,
    latentScale: 1.5,
    statistics: 'running',
  } as const
  return {
    count,
    columns: Math.ceil(Math.sqrt(count)),
    size,
    channels,
    warnings: [],
    bytes: pattern(count * size * size * channels),
    job,
    origin: { kind: 'checkpoint', run: 'a-run', runName: 'A run', step: 400, digest: 'ab' },
    engine: { name: 'cpu', version: '1', device: 'd', threads: 1 },
  }
}

const added = (set: Omit<GeneratedSet, 'id'>): GeneratedSet => new GeneratedImages().add(set)

describe.each([1, 3])('images of %i channels', (channels) => {
  const set = added(setOf(7, channels))

  test('are the same pixels in their PNGs when read by another decoder', async () => {
    for (let n = 0; n < 7; n++) {
      const image = imageOf(set, n)
      const png = decode(
        await encodePng(image ?? { data: new Uint8Array(), width: 0, height: 0, channels }),
      )
      expect(png).toMatchObject({ width: 5, height: 5, channels, depth: 8 })
      expect(Buffer.from(png.data)).toEqual(
        Buffer.from(set.bytes.subarray(n * 25 * channels, (n + 1) * 25 * channels)),
      )
    }
    expect(imageOf(set, 7)).toBeUndefined()
  })

  test('are in the sheet, each in its position, and the rest is black', async () => {
    const png = decode(await encodePng(sheetOf(set)))
    expect(png).toMatchObject({ width: 15, height: 15, channels })
    const at = (x: number, y: number, c: number) => png.data[(y * 15 + x) * channels + c]
    for (let cell = 0; cell < 9; cell++) {
      for (let i = 0; i < 25 * channels; i++) {
        const [pixel, c] = [Math.floor(i / channels), i % channels]
        const [x, y] = [
          (cell % 3) * 5 + (pixel % 5),
          Math.floor(cell / 3) * 5 + Math.floor(pixel / 5),
        ]
        expect(at(x, y, c)).toBe(cell < 7 ? set.bytes[cell * 25 * channels + i] : 0)
      }
    }
  })

  test('are in the zip with a manifest of their origins', async () => {
    const files = await open(await zipImages(set))
    const manifest = JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()))
    expect(manifest).toMatchObject({
      source: set.origin,
      seed: 7,
      latentScale: 1.5,
      statistics: 'running',
    })
    expect(manifest.images).toHaveLength(7)
    for (const [n, { file, index }] of manifest.images.entries()) {
      expect(index).toBe(n)
      expect(file).toBe(`image-0000${n + 1}.png`)
      expect(Buffer.from(decode(files[file] ?? new Uint8Array()).data)).toEqual(
        Buffer.from(imageOf(set, n)?.data ?? []),
      )
    }
    expect(Object.keys(files)).toHaveLength(8)
  })

  test('are in an IDX file that our reader accepts, named as in a data set', async () => {
    const files = await open(await zipIdx(set))
    const name = channels === 1 ? 'train-images-idx3-ubyte' : 'train-images-idx4-ubyte'
    const idx = parseIdx(files[name] ?? new Uint8Array(), name)
    expect(idx.dims).toEqual(channels === 1 ? [7, 5, 5] : [7, 5, 5, 3])
    expect(Buffer.from(idx.data)).toEqual(Buffer.from(set.bytes))
    expect(JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()))).toMatchObject({
      file: name,
      seed: 7,
    })
  })
})

test('equal images give equal archives', async () => {
  const [one, other] = [added(setOf(70)), added(setOf(70))]
  expect(one.id).not.toBe(other.id)
  expect(Buffer.from(await zipImages(one))).toEqual(Buffer.from(await zipImages(other)))
  expect(Buffer.from(await zipIdx(one))).toEqual(Buffer.from(await zipIdx(other)))
})

test('interpolated images are listed as such in the manifest', async () => {
  const set = setOf(5)
  const between = added({ ...set, job: { ...set.job, between: { from: 3, to: 9 } } })
  const files = await open(await zipImages(between))
  const { images } = JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()))
  expect(images[0]).toEqual({ file: 'image-00001.png', between: [3, 9], at: 0 })
  expect(images.map(({ at }: { at: number }) => at)).toEqual([0, 0.25, 0.5, 0.75, 1])
})

describe('the store', () => {
  test('keeps the newest sets, and reports the others as gone', () => {
    const store = new GeneratedImages({ sets: 3, bytes: 1e9 })
    const ids = Array.from({ length: 5 }, () => store.add(setOf(1)).id)
    expect(ids.map((id) => store.get(id) !== undefined)).toEqual([false, false, true, true, true])
    expect(() => store.need(ids[0] ?? '')).toThrow('no longer in memory')
    expect(() => store.need('never')).toThrow('no longer in memory')
  })

  test('stays within its memory limit, but always keeps the newest set', () => {
    const store = new GeneratedImages({ sets: 20, bytes: 250 })
    const ids = Array.from({ length: 4 }, () => store.add(setOf(4)).id)
    expect(ids.map((id) => store.get(id) !== undefined)).toEqual([false, false, true, true])
    const large = store.add(setOf(10))
    expect(store.get(large.id)).toBe(large)
    expect(store.get(ids[3] ?? '')).toBeUndefined()
  })

  test('refuses sets that would never fit before they are generated', () => {
    const store = new GeneratedImages({ sets: 20, bytes: 250 })
    store.refuseTooMany(10, { size: 5, channels: 1 })
    expect(() => store.refuseTooMany(11, { size: 5, channels: 1 })).toThrow('too much memory')
  })
})
