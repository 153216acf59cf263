import fs from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { openEngine } from '../../engine/open'
import { noiseImages } from '../../metrics/nets/testing'
import { openPixels } from '../../metrics/nets/weak/pixels'
import { tempDir } from '../../storage/testing/temp-dir'
import { featuresOf } from './feature-set'
import { spooledFeatures } from './spooled-features'

const shape = { size: 8, channels: 3 }
const COUNT = 1500
const images = noiseImages(COUNT, shape)
const length = images.length / COUNT
const source = (count: number, portion: number) => ({
  count,
  length,
  *portions() {
    for (let at = 0; at < count; at += portion) {
      yield images.subarray(at * length, Math.min(at + portion, count) * length)
    }
  },
})

beforeAll(() => openEngine('cpu', 1))

describe('features on disk', () => {
  it('equal those in memory, however often they are read, and leave no file', async () => {
    const dir = join(tempDir(), 'features')
    const net = openPixels(shape)
    const done: number[] = []
    const spooled = await spooledFeatures(net, source(COUNT, 700), dir, (n) => done.push(n))
    const { features } = await featuresOf(net, source(COUNT, 1000), () => undefined)
    expect(done.at(-1)).toBe(COUNT)
    expect(fs.readdirSync(dir)).toEqual([])
    for (let reading = 0; reading < 2; reading++) {
      const chunks = [...spooled]
      expect(chunks.length).toBeGreaterThan(1)
      const bytes = Buffer.concat(chunks.map(({ data }) => new Uint8Array(data.buffer)))
      expect(bytes.equals(new Uint8Array(features.data.buffer))).toBe(true)
    }
    await spooled.close()
  })

  it('leave no file if the net fails', async () => {
    const dir = tempDir()
    const net = { ...openPixels(shape), run: () => Promise.reject(new Error('broken')) }
    const spooling = spooledFeatures(net, source(10, 5), dir, () => undefined)
    await expect(spooling).rejects.toThrow('broken')
    expect(fs.readdirSync(dir)).toEqual([])
  })
})
