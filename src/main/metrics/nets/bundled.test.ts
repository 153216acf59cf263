import fs from 'node:fs'
import { memory } from '@tensorflow/tfjs-core'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { TrainedNetDocument } from '../../../contract/feature-nets/document'
import { openEngine } from '../../engine/open'
import { loadDataset } from '../../storage/datasets/load-dataset'
import { bundledNetDirectory } from '../../storage/feature-nets/paths'
import { readNetDocument } from '../../storage/feature-nets/read-net'
import { fid } from '../distribution/fid'
import type { FeatureMatrix } from '../features/feature-matrix'
import { sliceOf } from '../features/feature-matrix'
import { openFeatureNet } from './open-feature-net'

/* The bundled nets recognise real test images as accurately as their documents say. */

const datasetsDirs = [resolve('resources/datasets')]
const FASHION = '/usr/share/datasets/fashion-mnist'
const shape = { size: 28, channels: 1, datasetsDirs }
const nets = [
  { id: 'lenet-mnist', dataset: 'mnist', least: 0.99 },
  { id: 'lenet-fashion', dataset: FASHION, least: 0.91 },
] as const

const isHere = (dataset: string): boolean => dataset === 'mnist' || fs.existsSync(dataset)

async function testImages(dataset: string) {
  const found = await loadDataset(dataset, {
    ...{ datasetsDirs, imageSize: 28, channels: 1, split: 't10k' },
  })
  const values = new Float32Array(found.count * 28 * 28)
  found.images.gather(
    Uint32Array.from({ length: found.count }, (_, i) => i),
    values,
  )
  const images = Uint8Array.from(values, (value) => Math.round((value + 1) * 127.5))
  return { images, count: found.count, labels: found.labels ?? new Uint8Array(0) }
}

function accuracyOf({ data, dim }: FeatureMatrix, labels: ArrayLike<number>): number {
  let right = 0
  for (let i = 0; i < labels.length; i++) {
    const row = data.subarray(i * dim, (i + 1) * dim)
    if (row.indexOf(Math.max(...row)) === labels[i]) right++
  }
  return right / labels.length
}

beforeAll(() => openEngine('auto', 1))

describe.each(nets)('$id', ({ id, dataset, least }) => {
  it.skipIf(!isHere(dataset))('recognises the test images as its document says', async () => {
    const before = memory().numTensors
    const net = await openFeatureNet({ id }, shape)
    const document = (await readNetDocument(
      bundledNetDirectory(id, datasetsDirs),
    )) as TrainedNetDocument
    const { images, count, labels } = await testImages(dataset)
    const { features, probabilities } = await net.run(images, count)
    const accuracy = accuracyOf(probabilities as FeatureMatrix, labels)
    // Engines round differently, which affects a few images at most.
    expect(Math.abs(accuracy - document.test.accuracy)).toBeLessThanOrEqual(5 / count)
    expect(document.test.images).toBe(count)
    expect(accuracy).toBeGreaterThanOrEqual(least)
    const halves = { real: sliceOf(features, 0, 5000), generated: sliceOf(features, 5000, 5000) }
    const itself = fid.compute({ ...halves, seed: 1 }).value
    const noise = Uint8Array.from(images, (value, i) => (i % 3 === 0 ? 255 - value : value))
    const other = {
      ...halves,
      generated: (await net.run(noise.subarray(0, 5000 * 784), 5000)).features,
    }
    expect(fid.compute({ ...other, seed: 1 }).value).toBeGreaterThan(10 * itself)
    net.dispose()
    expect(memory().numTensors).toBe(before)
  })

  it('is small', async () => {
    const dir = bundledNetDirectory(id, datasetsDirs)
    const bytes = fs.readdirSync(dir).map((file) => fs.statSync(join(dir, file)).size)
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_000_000)
    const net = await openFeatureNet({ id }, shape)
    expect(net.identity).toMatchObject({ id, classes: 10, weak: false })
    expect(net.identity.dim).toBeLessThanOrEqual(128)
    net.dispose()
  })

  it('refuses images of another size or colour', async () => {
    for (const other of [{ size: 32 }, { channels: 3 }]) {
      const opened = openFeatureNet({ id }, { ...shape, ...other })
      await expect(opened).rejects.toThrow('takes images of 1 x 28 x 28, but was given')
    }
  })
})
