import { readdirSync, readFileSync, statSync, truncateSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../contract/testing/failure-of'
import { pattern } from '../../image/testing'
import { tempDir } from '../testing/temp-dir'
import { PartWriter } from './part-writer'

const BYTES = 1000
const shape = { imageBytes: BYTES, labelled: true, shardBytes: 3500 }
const imageOf = (i: number): Uint8Array => pattern(BYTES).map((byte) => byte ^ i)

/** Writes images `from` to `to - 1` after those that are there. */
async function write(dir: string, from: number, to: number): Promise<PartWriter> {
  const writer = await PartWriter.open(dir, 'train', shape, from)
  for (let i = from; i < to; i++) await writer.append(imageOf(i), i)
  await writer.sync()
  await writer.close()
  return writer
}

const contentOf = (dir: string): Buffer =>
  Buffer.concat(
    readdirSync(dir)
      .filter((name) => /^train-\d/.test(name))
      .sort()
      .map((name) => readFileSync(join(dir, name))),
  )

describe('a part of a data set', () => {
  it('has whole images in shards of limited size', async () => {
    const dir = tempDir()
    const shards = (await write(dir, 0, 7)).shards()
    expect(shards.map(({ images }) => images)).toEqual([3, 3, 1])
    expect(shards.map(({ file }) => statSync(join(dir, file)).size)).toEqual([3000, 3000, 1000])
    const images = Array.from({ length: 7 }, (_, i) => imageOf(i))
    expect(Buffer.compare(contentOf(dir), Buffer.concat(images))).toBe(0)
    expect(readFileSync(join(dir, 'train-labels.bin')).readUInt16LE(12)).toBe(6)
  })

  it.each([0, 1, 2, 3, 4, 6])('continues after the %d images that count', async (counted) => {
    const [whole, cut] = [tempDir(), tempDir()]
    await write(whole, 0, 6)
    await write(cut, 0, 20)
    const resumed = await write(cut, counted, 6)
    expect(resumed.images).toBe(6)
    expect(Buffer.compare(contentOf(cut), contentOf(whole))).toBe(0)
    expect(statSync(join(cut, 'train-labels.bin')).size).toBe(12)
  })

  it('may have been cut off anywhere after what counts', async () => {
    const [whole, cut] = [tempDir(), tempDir()]
    await write(whole, 0, 12)
    await write(cut, 0, 9)
    truncateSync(join(cut, 'train-00002.bin'), 1017)
    truncateSync(join(cut, 'train-labels.bin'), 15)
    await write(cut, 7, 12)
    expect(Buffer.compare(contentOf(cut), contentOf(whole))).toBe(0)
  })

  it.each([
    ['a shard', 'train-00000.bin', 2999],
    ['the last shard', 'train-00001.bin', 10],
    ['the labels', 'train-labels.bin', 9],
  ])('is refused if %s has lost bytes that count', async (_, file, bytes) => {
    const dir = tempDir()
    await write(dir, 0, 5)
    truncateSync(join(dir, file), bytes)
    const error = await failureOf(() => write(dir, 5, 6))
    expect(error).toMatchObject({
      ...{ code: 'data', where: join(dir, file) },
      problem: { code: 'importFileShort' },
    })
    expect(statSync(join(dir, file)).size).toBe(bytes)
    unlinkSync(join(dir, file))
    expect((await failureOf(() => write(dir, 5, 6))).problem?.code).toBe('importFileShort')
  })

  it('has an image larger than a shard in a shard of its own', async () => {
    const dir = tempDir()
    const writer = await PartWriter.open(dir, 'train', { ...shape, shardBytes: 10 }, 0)
    for (let i = 0; i < 3; i++) await writer.append(imageOf(i), i)
    await writer.sync()
    await writer.close()
    expect(writer.shards().map(({ images }) => images)).toEqual([1, 1, 1])
  })
})
