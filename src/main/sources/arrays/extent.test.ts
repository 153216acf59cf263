import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../contract/testing/failure-of'
import { pattern } from '../../image/testing'
import { never, tempDir } from './testing'
import { openExtent, wholeFile, type Extent } from './extent'

/** More than two of the chunks that are read at a time. */
const bytes = pattern(3_000_000)

async function extent(packed: Extent['packed']): Promise<Extent> {
  const path = join(tempDir(), 'bytes')
  const pack = { no: (all: Uint8Array) => all, gzip: gzipSync, deflate: deflateRawSync }[packed]
  const stored = Buffer.concat([Buffer.from('before'), pack(bytes), Buffer.from('after')])
  await writeFile(path, stored)
  return { path, start: 6, length: stored.length - 11, packed }
}

describe.each(['no', 'gzip', 'deflate'] as const)('an extent that is packed: %s', (packed) => {
  it('gives bytes at ascending positions, near and far', async () => {
    const reader = await openExtent(await extent(packed), never)
    const reads: [number, number][] = [
      ...[0, 10, 20, 30, 40].map((at): [number, number] => [at, 10]),
      ...([
        [50, 700_000],
        [700_050, 1_600_000],
        [2_500_000, 1],
        [2_999_999, 1],
      ] as [number, number][]),
    ]
    for (const [position, length] of reads) {
      const read = await reader.read(position, length)
      expect(Buffer.compare(read, bytes.subarray(position, position + length))).toBe(0)
    }
    await reader.close()
  })

  it('ends where it ends, whatever follows in the file', async () => {
    const reader = await openExtent(await extent(packed), never)
    const error = await failureOf(() => reader.read(2_999_990, 11))
    expect(error.message).toMatch(/ends after 3,000,000 bytes, where at least 3,000,001/)
    expect(error.code).toBe('data')
    await reader.close()
  })

  it('stops when aborted', async () => {
    const controller = new AbortController()
    const reader = await openExtent(await extent(packed), controller.signal)
    await reader.read(0, 1)
    controller.abort(new Error('enough'))
    await expect(reader.read(1, 1)).rejects.toThrow('enough')
    await reader.close()
  })

  it('has a name for a file that has vanished', async () => {
    const gone = { ...(await extent(packed)), path: join(tempDir(), 'gone') }
    const error = await failureOf(() => openExtent(gone, never))
    expect(error).toMatchObject({ code: 'data', where: gone.path })
  })
})

it('recognises gzip by its first bytes', async () => {
  const path = join(tempDir(), 'plain-name')
  await writeFile(path, gzipSync(bytes.subarray(0, 9)))
  expect((await wholeFile(path)).packed).toBe('gzip')
  await writeFile(path, Uint8Array.of(1))
  expect(await wholeFile(path)).toEqual({ path, start: 0, length: 1, packed: 'no' })
})

it.each(['gzip', 'deflate'] as const)('names damaged %s data', async (packed) => {
  const path = join(tempDir(), 'bytes')
  await writeFile(path, pattern(1000))
  for (const length of [0, 1000]) {
    const reader = await openExtent({ path, start: 0, length, packed }, never)
    const error = await failureOf(() => reader.read(0, 1))
    expect(error.message).toMatch(/compressed data is damaged/)
    await reader.close()
  }
})
