import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pixelsOf } from '../testing/pixels-of'
import { loadDataset } from './load-dataset'
import { roles } from '../../sources/idx/file-names'
import { knownSums } from './bundled-sums'
import { failureOf } from '../../../contract/testing/failure-of'
import { idxBytes, writeFolder } from '../../sources/idx/testing'
import { pattern } from '../../image/testing'

const bundledDir = join(import.meta.dirname, '../../../../resources/datasets')
const mnistFile = (name: string): string => join(bundledDir, 'mnist', name)
const IMAGES = 'train-images-idx3-ubyte'
const grey28 = { datasetsDirs: [bundledDir], imageSize: 28, channels: 1 }

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dataset-'))
})
afterEach(() => rm(dir, { recursive: true }))

describe('the bundled MNIST', () => {
  it('is the published data set, also by MD5', async () => {
    const published = {
      'train-images': '6bbc9ace898e44ae57da46a324031adb',
      'train-labels': 'a25bea736e30d166cdddb491f175f624',
      't10k-images': '2646ac647ad5339dbf082846283269ea',
      't10k-labels': '27ae3e4e09519cfbb04c329615203637',
    }
    for (const role of roles) {
      const rank = role.endsWith('images') ? 3 : 1
      const raw = gunzipSync(await readFile(mnistFile(`${role}-idx${rank}-ubyte.gz`)))
      expect(createHash('md5').update(raw).digest('hex')).toBe(published[role])
    }
  })

  it('loads with its labels', async () => {
    const mnist = await loadDataset('mnist', grey28)
    expect(mnist.identity).toEqual({
      name: 'mnist',
      fingerprint: knownSums['mnist']?.['train-images'],
      images: 60_000,
      width: 28,
      height: 28,
      channels: 1,
    })
    expect(mnist).toMatchObject({ count: 60_000, imageSize: 28, channels: 1 })
    expect([...(mnist.labels?.subarray(0, 10) ?? [])]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
    const perDigit = new Array<number>(10).fill(0)
    for (const label of mnist.labels ?? []) perDigit[label] = (perDigit[label] ?? 0) + 1
    expect(perDigit).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
  })

  it('has the well-known pixels', async () => {
    const pixels = pixelsOf(await loadDataset('mnist', grey28))
    expect(pixels).toHaveLength(60_000 * 28 * 28)
    // The first image, a five: its upper edge is in row 5.
    const top = [3, 18, 18, 18, 126, 136, 175, 26, 166, 255, 247, 127]
    expect(pixels.subarray(0, 5 * 28).every((p) => p === 0)).toBe(true)
    expect([...pixels.subarray(5 * 28 + 12, 5 * 28 + 24)]).toEqual(top)
    let sum = 0
    for (const p of pixels) sum += p
    expect(sum / pixels.length / 255).toBeCloseTo(0.1307, 4)
  })

  it('has a test split', async () => {
    const test = await loadDataset('mnist', { ...grey28, split: 't10k' })
    expect(test.identity.fingerprint).toBe(knownSums['mnist']?.['t10k-images'])
    expect(test.count).toBe(10_000)
    expect(test.labels).toHaveLength(10_000)
    expect(test.labels?.[0]).toBe(7)
  })

  it('is also recognised by its path', async () => {
    const { identity } = await loadDataset(join(bundledDir, 'mnist'), { ...grey28, split: 't10k' })
    expect(identity).toMatchObject({ name: 'mnist' })
    expect(identity).not.toHaveProperty('path')
  })

  it('is rejected with one pixel changed', async () => {
    const raw = gunzipSync(await readFile(mnistFile(`${IMAGES}.gz`)))
    raw[raw.length / 2] = (raw[raw.length / 2] ?? 0) ^ 1
    const path = await writeFolder(dir, 'mnist', { [IMAGES]: raw })
    const error = await failureOf(() => loadDataset('mnist', { ...grey28, datasetsDirs: [dir] }))
    expect(error.code).toBe('data')
    expect(error.message).toMatch(`The MNIST file ${join(path, IMAGES)} is damaged: its SHA-256`)
    expect(error.remedy).toMatch(/Restore it with/)
  })

  it('is rejected with one byte of its gzip or one label changed', async () => {
    const path = await writeFolder(dir, 'mnist', {})
    const load = (): Promise<unknown> =>
      loadDataset('mnist', { ...grey28, datasetsDirs: [dir], split: 't10k' })
    const images = await readFile(mnistFile('t10k-images-idx3-ubyte.gz'))
    const labels = gunzipSync(await readFile(mnistFile('t10k-labels-idx1-ubyte.gz')))
    await writeFile(join(path, 't10k-images-idx3-ubyte.gz'), images)
    await writeFile(join(path, 't10k-labels-idx1-ubyte'), labels)
    await expect(load()).resolves.toMatchObject({ count: 10_000 })

    labels[9] = (labels[9] ?? 0) ^ 1
    await writeFile(join(path, 't10k-labels-idx1-ubyte'), labels)
    expect((await failureOf(load)).message).toMatch(/MNIST file .*t10k-labels.* is damaged/)

    images[800_000] = (images[800_000] ?? 0) ^ 1
    await writeFile(join(path, 't10k-images-idx3-ubyte.gz'), images)
    expect((await failureOf(load)).message).toMatch(/MNIST file .*t10k-images.* is damaged/)
  })

  it('is not checked if a user’s own folder has the same name', async () => {
    const path = await writeFolder(dir, 'mnist', { [IMAGES]: idxBytes([1, 2, 2], pattern(4)) })
    const { identity } = await loadDataset(path, { ...grey28, imageSize: 2 })
    expect(identity.path).toBe(path)
  })
})
