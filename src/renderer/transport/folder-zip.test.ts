import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { crc32 } from './crc32'
import { FolderZip } from './folder-zip'
import type { FolderFile } from './folder-zip'
import { end, header, headerLength, listEntry, listEntryLength } from './zip-records'

const signal = new AbortController().signal
const content = (length: number, seed: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, i) => (Math.imul(i + 1, 2654435761 + seed) >>> 13) & 255)
const fileOf = (path: string, bytes: Uint8Array<ArrayBuffer>): FolderFile => ({
  path,
  file: new File([bytes], path),
})
const folder: FolderFile[] = [
  fileOf('cats/1.png', content(1000, 1)),
  fileOf('cats/empty.png', content(0, 2)),
  fileOf('数字/🐱.png', content(77, 3)),
  fileOf('labels.csv', content(5000, 4)),
]

const isEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])

/** The bytes from 0 to the end, in pieces of a length. */
async function inPieces(zip: FolderZip, length: number): Promise<Uint8Array> {
  const whole = new Uint8Array(zip.size)
  for (let at = 0; at < zip.size; at += length) {
    const piece = await zip.slice(at, Math.min(zip.size, at + length)).arrayBuffer()
    whole.set(new Uint8Array(piece), at)
  }
  return whole
}

it.each([
  ['', 0],
  ['123456789', 0xcbf43926],
  ['The quick brown fox jumps over the lazy dog', 0x414fa339],
])('the CRC-32 of %j is as published, also in parts', (text, sum) => {
  const bytes = new TextEncoder().encode(text)
  expect(crc32(bytes)).toBe(sum)
  expect(crc32(bytes.subarray(4), crc32(bytes.subarray(0, 4)))).toBe(sum)
})

describe('the zip of a folder', () => {
  it('is the same whatever its pieces are, and has every file', async () => {
    const whole = await inPieces(new FolderZip('pets', folder, signal), 1e9)
    const unpacked = unzipSync(whole)
    expect(Object.keys(unpacked)).toEqual(folder.map(({ path }) => path))
    expect(unpacked['cats/1.png']).toEqual(content(1000, 1))
    expect(unpacked['数字/🐱.png']).toEqual(content(77, 3))
    for (const length of [1, 7, 30, 64, 1000, 1041, whole.length - 1]) {
      const zip = new FolderZip('pets', folder, signal)
      expect(zip.size).toBe(whole.length)
      expect(isEqual(await inPieces(zip, length), whole)).toBe(true)
    }
  })

  it('has names that readers of zip files leave as they are', async () => {
    const bytes = content(9, 5)
    const paths = ['back\\slash.png', 'C:x.png', 'é.png', 'e\u0301.png']
    const files = paths.map((path) => fileOf(path, bytes))
    const zip = new FolderZip('odd', files, signal)
    const unpacked = unzipSync(await inPieces(zip, 16))
    expect(Object.keys(unpacked)).toEqual(['back_slash.png', 'C_x.png', 'é.png', 'é (2).png'])
  })

  it('can be sent from the middle, in any order, and again', async () => {
    const whole = await inPieces(new FolderZip('pets', folder, signal), 1e9)
    const zip = new FolderZip('pets', folder, signal)
    const parts = [
      [1500, whole.length],
      [0, 10],
      [900, 1100],
      [0, whole.length],
    ] as const
    for (const [from, to] of parts) {
      const piece = new Uint8Array(await zip.slice(from, to).arrayBuffer())
      expect(isEqual(piece, whole.subarray(from, to))).toBe(true)
    }
  })

  it('of 5,000 files reads each at most once per piece, a few at a time', async () => {
    let [reading, most, reads] = [0, 0, 0]
    const files = Array.from({ length: 5_000 }, (_, i): FolderFile => {
      const bytes = content(20, i)
      const slice = (from: number, to: number) => ({
        arrayBuffer: async () => {
          reads++
          most = Math.max(most, ++reading)
          const read = await new Blob([bytes.subarray(from, to)]).arrayBuffer()
          reading--
          return read
        },
      })
      return { path: `${i}.png`, file: { size: 20, slice } }
    })
    const zip = new FolderZip('many', files, signal)
    expect(Object.keys(unzipSync(await inPieces(zip, zip.size)))).toHaveLength(5_000)
    expect(reads).toBe(5_000)
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(16)
  })

  it('names a file that cannot be read any more, or has another size', async () => {
    const gone: FolderFile['file'] = {
      size: 5,
      slice: () => ({ arrayBuffer: () => Promise.reject(new Error('gone')) }),
    }
    const shorter: FolderFile['file'] = { size: 5, slice: () => new Blob(['abc']) }
    for (const file of [gone, shorter]) {
      const zip = new FolderZip('x', [{ path: 'a/b.png', file }], signal)
      const failure = { where: 'a/b.png', problem: { code: 'uploadUnreadable' } }
      await expect(zip.slice(0, zip.size).arrayBuffer()).rejects.toMatchObject(failure)
    }
  })

  it('is not read on after it was cancelled', async () => {
    const controller = new AbortController()
    const zip = new FolderZip('pets', folder, controller.signal)
    controller.abort(new Error('enough'))
    await expect(zip.slice(0, 100).arrayBuffer()).rejects.toThrow('enough')
  })
})

describe('numbers of more than 32 bits', () => {
  const name = new TextEncoder().encode('a.png')
  const large = { name, size: 2 ** 33 + 1, offset: 2 ** 34 + 2 }
  const u32 = (bytes: Uint8Array, at: number): number =>
    new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true)
  const u64 = (bytes: Uint8Array, at: number): number =>
    Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(at, true))

  it('are in the 64-bit extensions of a file’s records', () => {
    const first = header(large, 7)
    expect(first).toHaveLength(headerLength(large))
    expect([18, 22].map((at) => u32(first, at))).toEqual([0xffffffff, 0xffffffff])
    expect([39, 47].map((at) => u64(first, at))).toEqual([large.size, large.size])
    const listed = listEntry(large, 7)
    expect(listed).toHaveLength(listEntryLength(large))
    expect([55, 63, 71].map((at) => u64(listed, at))).toEqual([
      large.size,
      large.size,
      large.offset,
    ])
    const far = listEntry({ ...large, size: 9 }, 7)
    expect([u32(far, 24), u64(far, 55)]).toEqual([9, large.offset])
  })

  it.each([
    [70_000, 100],
    [2, 2 ** 33],
  ])('are in the 64-bit end of %i files before position %i', (files, offset) => {
    const last = end(files, { offset, bytes: 200 })
    expect(last).toHaveLength(56 + 20 + 22)
    expect([24, 32, 40, 48].map((at) => u64(last, at))).toEqual([files, files, 200, offset])
    expect(u64(last, 56 + 8)).toBe(offset + 200)
    expect(end(2, { offset: 100, bytes: 200 })).toHaveLength(22)
  })
})
