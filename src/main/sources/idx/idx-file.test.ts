import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readIdxFile, readIdxFileHeader } from './idx-file'
import { failureOf } from '../../../contract/testing/failure-of'
import { idxBytes } from './testing'
import { pattern } from '../../image/testing'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'idx-file-'))
})
afterAll(() => rm(dir, { recursive: true }))

let files = 0
async function file(bytes: Uint8Array): Promise<string> {
  const path = join(dir, `file-${files++}`)
  await writeFile(path, bytes)
  return path
}

const MIB = 1 << 20
const dims = [2000, 30, 35]
const data = pattern(2000 * 30 * 35)
const whole = idxBytes(dims, data)

describe('readIdxFile', () => {
  it('reads plain and gzip files by content, hashing the uncompressed bytes', async () => {
    const sha256 = createHash('sha256').update(whole).digest('hex')
    for (const path of [await file(whole), await file(gzipSync(whole))]) {
      const read = await readIdxFile(path)
      expect(read.dims).toEqual(dims)
      expect(Buffer.compare(read.data, data)).toBe(0)
      expect(read.sha256).toBe(sha256)
      expect(read.data.byteLength).toBe(read.data.buffer.byteLength)
    }
  })

  it('reads a gzip file with several members', async () => {
    const parts = Buffer.concat([gzipSync(whole.subarray(0, 7)), gzipSync(whole.subarray(7))])
    expect(Buffer.compare((await readIdxFile(await file(parts))).data, data)).toBe(0)
  })

  const zipped = gzipSync(whole)
  const flipped = Uint8Array.from(zipped)
  flipped[flipped.length - 8] = (flipped.at(-8) ?? 0) ^ 1
  const garbled = Uint8Array.from(zipped).fill(0xff, 100, 200)

  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(0), /too short for an IDX header: it has 0/],
    ['a gzip of an empty file', gzipSync(''), /too short for an IDX header: it has 0/],
    [
      'a truncated file',
      whole.subarray(0, -5),
      /truncated: its header declares .* 5 bytes are missing/,
    ],
    ['a gzip of a truncated file', gzipSync(whole.subarray(0, -5)), /but 5 bytes are missing/],
    ['trailing bytes', Buffer.concat([whole, whole.subarray(0, 3)]), /3 more bytes follow/],
    [
      'a gzip of trailing bytes',
      gzipSync(Buffer.concat([whole, Buffer.alloc(3)])),
      /3 more bytes follow/,
    ],
    ['a gzip cut in its header', zipped.subarray(0, 5), /gzip file is truncated/],
    ['a gzip cut in its data', zipped.subarray(0, zipped.length / 2), /gzip file is truncated/],
    ['a gzip cut in its checksum', zipped.subarray(0, -6), /gzip file is truncated/],
    ['a gzip with a wrong checksum', flipped, /gzip file is corrupt: incorrect data check/],
    ['a gzip with garbled data', garbled, /gzip file is corrupt/],
    ['a gzip followed by garbage', Buffer.concat([zipped, Buffer.from('rubbish')]), /corrupt/],
    ['a gzip of something else', gzipSync('Hello'), /Not an IDX file/],
  ])('rejects %s', async (_, content, message) => {
    const path = await file(content)
    const error = await failureOf(() => readIdxFile(path))
    expect(error.message).toMatch(message)
    expect(error.code).toBe('data')
    expect(error.where).toBe(path)
  })

  it('rejects missing files and folders', async () => {
    const missing = await failureOf(() => readIdxFile(join(dir, 'missing')))
    expect(missing.message).toBe('There is no such file')
    expect((await failureOf(() => readIdxFile(dir))).code).toBe('data')
  })

  it('stops unpacking a gzip bomb soon after its declared size', async () => {
    const bomb = gzipSync(Buffer.concat([idxBytes([1, 2, 2], []), Buffer.alloc(64 * MIB)]))
    expect(bomb.length).toBeLessThan(MIB / 8)
    const error = await failureOf(async () => readIdxFile(await file(bomb)))
    const unpacked = Number(
      /at least ([\d,]+) more bytes/.exec(error.message)?.[1]?.replaceAll(',', ''),
    )
    expect(unpacked).toBeGreaterThan(0)
    expect(unpacked).toBeLessThan(2 * MIB)
  })

  it('allocates nothing if the file is too small for its declared size', async () => {
    const liar = idxBytes([2 ** 31 - 1], [1, 2, 3])
    const before = process.memoryUsage().arrayBuffers
    for (const path of [await file(liar), await file(gzipSync(liar))]) {
      const error = await failureOf(() => readIdxFile(path))
      expect(error.message).toMatch(/truncated: its header declares 2,147,483,647 = /)
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * MIB)
  })
})

describe('readIdxFileHeader', () => {
  it('reads the header of plain and gzip files', async () => {
    for (const path of [await file(whole), await file(gzipSync(whole))]) {
      expect((await readIdxFileHeader(path)).dims).toEqual(dims)
    }
  })

  it('does not unpack the rest', async () => {
    const zipped = gzipSync(whole)
    const damaged = Uint8Array.from(zipped).fill(0, zipped.length - 8)
    const path = await file(damaged)
    expect((await readIdxFileHeader(path)).dims).toEqual(dims)
    expect((await failureOf(() => readIdxFile(path))).message).toMatch(/corrupt/)
  })

  it('detects a truncated plain file', async () => {
    const path = await file(whole.subarray(0, -5))
    expect((await failureOf(() => readIdxFileHeader(path))).message).toMatch(/5 bytes are missing/)
  })
})
