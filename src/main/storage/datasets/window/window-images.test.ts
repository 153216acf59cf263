import fs from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemoryImages } from '../../../../contract/datasets/memory-images'
import { failureOf } from '../../../../contract/testing/failure-of'
import { channelsFirst } from '../../../image/resize'
import { pattern } from '../../../image/testing'
import { writePrepared } from '../../testing/prepared'
import { tempDir } from '../../testing/temp-dir'
import { imageBytesOf, readPrepared, shapeOf } from '../read-document'
import { ReadAhead } from './read-ahead'
import { ShardFiles } from './shard-files'
import { WindowImages } from './window-images'

const COUNT = 100
const SIZE = 4
const LENGTH = SIZE * SIZE * 3
const made = { count: COUNT, size: SIZE, channels: 3 } as const
/** The same images in memory. */
const whole = new MemoryImages(channelsFirst(pattern(COUNT * LENGTH), SIZE * SIZE, 3), LENGTH)

let path: string
let opened: { close(): Promise<void> }[] = []
beforeEach(() => (path = writePrepared(tempDir(), 'set', made)))
afterEach(async () => {
  for (const images of opened) await images.close()
  opened = []
})

async function shards(): Promise<ShardFiles> {
  const prepared = await readPrepared(path)
  if (prepared === undefined) throw new Error('there is a document')
  const { train } = prepared.document
  return ShardFiles.open(path, train, imageBytesOf(shapeOf(prepared, train)))
}

async function open(readAheadBytes?: number): Promise<WindowImages> {
  const shape = { count: COUNT, width: SIZE, height: SIZE, channels: 3 } as const
  const window = { files: await shards(), shape, size: SIZE, channels: 3 } as const
  const images = await WindowImages.open({ ...window, ...(readAheadBytes && { readAheadBytes }) })
  opened.push(images)
  return images
}

/** An order of all images without a pattern. */
const orderOf = (epoch: number): Uint32Array =>
  Uint32Array.from({ length: COUNT }, (_, i) => (i * 37 + epoch * 11) % COUNT)

function gathered(images: Pick<WindowImages, 'gather'>, indices: Uint32Array): Float32Array {
  const target = new Float32Array(indices.length * LENGTH)
  images.gather(indices, target)
  return target
}

const expectSame = (images: WindowImages, indices: Uint32Array): void =>
  expect(gathered(images, indices)).toEqual(gathered(whole, indices))

describe.each([
  ['of two images', 1],
  ['of nine images', 9 * LENGTH],
  ['of all images', undefined],
])('images read through a window %s', (_, bytes) => {
  it.each([1, 7, 30, COUNT])('are those in memory, over epochs in batches of %i', async (size) => {
    const images = await open(bytes)
    for (let epoch = 0; epoch < 4; epoch++) {
      const order = orderOf(epoch)
      images.follow(order, 0)
      for (let at = 0; at < COUNT; at += size) expectSame(images, order.subarray(at, at + size))
    }
  })

  it('may be gathered twice, out of turn, and from anywhere in an epoch', async () => {
    const images = await open(bytes)
    expectSame(images, Uint32Array.of(3, 99, 0))
    const order = orderOf(1)
    images.follow(order, 40)
    const batch = (at: number) => order.subarray(at, at + 8)
    for (const at of [40, 40, 48, 0, 48, 56, 92, 64, 64, 72]) expectSame(images, batch(at))
    images.follow(orderOf(2), 96)
    expectSame(images, orderOf(2).subarray(96))
    expectSame(images, orderOf(2).subarray(96))
    images.follow(order, 0)
    images.follow(order, 8)
    expectSame(images, batch(8))
    expectSame(images, Uint32Array.of(5, 5, 5))
  })
})

describe('files that change while images are read', () => {
  it('may be removed: they are held open', async () => {
    const images = await open(1)
    fs.rmSync(path, { recursive: true })
    const order = orderOf(0)
    images.follow(order, 0)
    for (let at = 0; at < COUNT; at += 10) expectSame(images, order.subarray(at, at + 10))
  })

  it('must not become shorter: the error names the file, and other images can still be read', async () => {
    const images = await open(1)
    const order = Uint32Array.from({ length: COUNT }, (_, i) => i)
    images.follow(order, 0)
    expectSame(images, order.subarray(0, 10))
    // Images 21 to 27.
    const file = join(path, 'train-00003.bin')
    fs.truncateSync(file, 3 * LENGTH + 1)
    expectSame(images, order.subarray(10, 20))
    for (let attempt = 0; attempt < 2; attempt++) {
      const error = await failureOf(() => gathered(images, order.subarray(20, 30)))
      expect(error).toMatchObject({ code: 'data', where: file })
      expect(error.problem?.code).toBe('datasetLostInTraining')
    }
    expectSame(images, order.subarray(30, 40))
    // The thread has ended by now.
    images.follow(order, 50)
    expectSame(images, order.subarray(50, 60))
  })
})

describe('the thread that reads ahead', () => {
  it('reads what is expected, and says when it has ended', async () => {
    const files = await shards()
    const ahead = await ReadAhead.start(files, COUNT, 5 * LENGTH)
    if (ahead === undefined) throw new Error('the thread starts')
    opened.push(files, ahead)
    const order = orderOf(3)
    expect(ahead.claim(order.subarray(0, 4))).toBeUndefined()
    ahead.follow(order, 0)
    expect(ahead.claim(order.subarray(4, 8))).toBeUndefined()
    expect(ahead.claim(order.subarray(0, 4))).toBe(0)
    expect(ahead.offsetOf(3)).toBe(3 * LENGTH)
    expect(ahead.claim(order.subarray(0, 4))).toBe(0)
    expect(ahead.claim(order.subarray(4, 8))).toBe(4)
    expect(ahead.offsetOf(4)).toBe(4 * LENGTH)
    expect(ahead.offsetOf(5)).toBe(0)
    fs.truncateSync(join(path, 'train-00000.bin'), 0)
    const next = Uint32Array.from({ length: COUNT }, (_, i) => i)
    ahead.follow(next, 0)
    expect(ahead.claim(next.subarray(0, 4))).toBe(0)
    expect(ahead.offsetOf(0)).toBeUndefined()
  })
})
