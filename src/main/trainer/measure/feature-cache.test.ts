import fs from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { featureMatrix } from '../../metrics/features/feature-matrix'
import { normalSet } from '../../metrics/testing'
import { tempDir, temporariesBelow } from '../../storage/testing/temp-dir'
import { FeatureCache } from './feature-cache'
import type { FeatureKey } from './feature-cache'

const key: FeatureKey = {
  fingerprint: 'a'.repeat(64),
  part: { name: 'heldOut', from: 0, count: 20 },
  ...{ size: 28, channels: 1, net: 'b'.repeat(64), engine: 'wasm 4.22.0' },
}
const outputs = {
  features: normalSet(20, 6, 1),
  probabilities: featureMatrix(new Float32Array(60).fill(1 / 3), 3),
}
const onlyFile = (dir: string): string => {
  const [name = '', ...others] = fs.readdirSync(dir)
  expect(others).toEqual([])
  return join(dir, name)
}

describe('cached features', () => {
  it('are read with the same bits, with or without probabilities', async () => {
    const dir = join(tempDir(), 'features')
    const cache = new FeatureCache(dir)
    expect(await cache.read(key)).toBeUndefined()
    expect(await cache.write(key, outputs)).toBeUndefined()
    expect(temporariesBelow(dir)).toEqual([])
    expect(await cache.read(key)).toEqual(outputs)
    const { features } = outputs
    await cache.write(key, { features })
    expect(await cache.read(key)).toEqual({ features })
  })

  it.each([
    ['fingerprint', { fingerprint: 'c'.repeat(64) }],
    ['part', { part: { ...key.part, name: 'training' } }],
    ['first image', { part: { ...key.part, from: 20 } }],
    ['size', { size: 32 }],
    ['channels', { channels: 3 }],
    ['net', { net: 'd'.repeat(64) }],
    ['engine', { engine: 'cpu 4.22.0' }],
  ])('are not those of another %s', async (_, changes) => {
    const cache = new FeatureCache(tempDir())
    await cache.write(key, outputs)
    expect(await cache.read({ ...key, ...changes })).toBeUndefined()
  })

  it('are not confused if hashes have the same beginning', async () => {
    const cache = new FeatureCache(tempDir())
    await cache.write(key, outputs)
    const net = `${key.net.slice(0, 40)}${'e'.repeat(24)}`
    expect(await cache.read({ ...key, net })).toBeUndefined()
  })

  it.each([
    ['truncated', (bytes: Buffer) => bytes.subarray(0, bytes.length - 4)],
    ['longer', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(4)])],
    [
      'changed in one bit',
      (bytes: Buffer) => bytes.fill((bytes.at(-1) ?? 0) ^ 1, bytes.length - 1),
    ],
    ['empty', () => Buffer.alloc(0)],
    ['without a header', (bytes: Buffer) => bytes.fill(' ', 0, 1024)],
  ])('that were %s count as absent', async (_, damage) => {
    const dir = tempDir()
    const cache = new FeatureCache(dir)
    await cache.write(key, outputs)
    const file = onlyFile(dir)
    fs.writeFileSync(file, damage(fs.readFileSync(file)))
    expect(await cache.read(key)).toBeUndefined()
    await cache.write(key, outputs)
    expect(await cache.read(key)).toEqual(outputs)
  })

  it('are removed beyond the limit, the least recently used first', async () => {
    const dir = tempDir()
    const size = 1024 + 4 * 20 * 9
    const cache = new FeatureCache(dir, 2 * size)
    const at = (net: string): FeatureKey => ({ ...key, net: net.repeat(64) })
    const usedAt = (seconds: number) => {
      for (const name of fs.readdirSync(dir)) {
        const { mtimeMs } = fs.statSync(join(dir, name))
        if (mtimeMs > 1e12) fs.utimesSync(join(dir, name), seconds, seconds)
      }
    }
    await cache.write(at('1'), outputs)
    usedAt(1000)
    await cache.write(at('2'), outputs)
    usedAt(2000)
    // Reading the first makes the second the least recently used.
    expect(await cache.read(at('1'))).toBeDefined()
    await cache.write(at('3'), outputs)
    expect(await cache.read(at('2'))).toBeUndefined()
    expect(await cache.read(at('1'))).toBeDefined()
    expect(await cache.read(at('3'))).toBeDefined()
  })

  it('that cannot be stored give a warning', async () => {
    const file = join(tempDir(), 'file')
    fs.writeFileSync(file, '')
    const warning = await new FeatureCache(file).write(key, outputs)
    expect(warning?.problem?.code).toBe('featuresNotKept')
  })
})
