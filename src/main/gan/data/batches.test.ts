import { describe, expect, it } from 'vitest'
import { MemoryImages, normalised } from '../../../contract/datasets/memory-images'
import { epochOrder, gatherBatch } from './batches'
import { failureOf } from '../../../contract/testing/failure-of'
import { pattern } from '../../image/testing'

describe('normalised', () => {
  it('maps bytes to the nearest float32 in [-1, 1]', () => {
    expect(normalised).toHaveLength(256)
    expect(normalised[0]).toBe(-1)
    expect(normalised[255]).toBe(1)
    normalised.forEach((value, p) => expect(value).toBe(Math.fround((p / 255 - 0.5) / 0.5)))
  })
})

describe('epochOrder', () => {
  it.each([1, 2, 64, 60_000])('is a permutation of %i images', (count) => {
    const sorted = epochOrder(count, 5, 1).sort()
    expect(sorted).toHaveLength(count)
    expect(sorted.every((image, i) => image === i)).toBe(true)
  })

  it('depends only on the seed and the epoch', () => {
    const order = epochOrder(1000, 1, 1)
    expect(epochOrder(1000, 1, 1)).toEqual(order)
    const others = [epochOrder(1000, 1, 2), epochOrder(1000, 2, 1), epochOrder(1000, 0, 1)]
    for (const other of others) {
      const alike = other.filter((image, i) => image === order[i]).length
      // Two random orders agree in one position on average.
      expect(alike).toBeLessThan(10)
    }
  })
})

describe('gatherBatch', () => {
  const bytes = pattern(5 * 3 * 4)
  const dataset = { images: new MemoryImages(bytes, 12), imageSize: 2, channels: 3 }

  it('takes the images in the given order, normalised', () => {
    const batch = gatherBatch(dataset, Uint32Array.of(3, 0, 4, 1, 2), 1, 2)
    expect(batch.size).toBe(2)
    const images = [...bytes.subarray(48, 60), ...bytes.subarray(12, 24)]
    expect([...batch.pixels]).toEqual(images.map((p) => Math.fround((p / 255 - 0.5) / 0.5)))
  })

  it('gathers into a given buffer, of which a short batch uses the beginning', () => {
    const order = Uint32Array.of(3, 0, 4, 1, 2)
    const buffer = new Float32Array(24).fill(9)
    for (const index of [0, 1, 2]) {
      const { size, pixels } = gatherBatch(dataset, order, index, 2, buffer)
      expect(pixels.buffer).toBe(buffer.buffer)
      expect({ size, pixels: [...pixels] }).toEqual({
        size,
        pixels: [...gatherBatch(dataset, order, index, 2).pixels],
      })
    }
  })

  it('covers every image once per epoch; the last batch of MNIST has 32', () => {
    const count = 60_000
    const tiny = { images: new MemoryImages(pattern(count), 1), imageSize: 1, channels: 1 }
    const order = epochOrder(count, 1, 1)
    const sizes = Array.from({ length: 938 }, (_, i) => gatherBatch(tiny, order, i, 64).size)
    expect(sizes.slice(0, 937).every((size) => size === 64)).toBe(true)
    expect(sizes[937]).toBe(32)
  })

  it.each([-1, -2, 3, 100])('rejects batch %i of 3', async (index) => {
    const order = Uint32Array.of(0, 1, 2, 3, 4)
    expect(gatherBatch(dataset, order, 2, 2).size).toBe(1)
    const error = await failureOf(() => gatherBatch(dataset, order, index, 2))
    expect(error.code).toBe('internal')
    expect(error.message).toMatch(`no batch ${index}`)
  })
})
