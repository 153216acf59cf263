import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pixelsOf } from '../testing/pixels-of'
import { loadDataset } from './load-dataset'
import { failureOf } from '../../../contract/testing/failure-of'
import { idxBytes, writeFolder } from '../../sources/idx/testing'
import { pattern } from '../../image/testing'

const bundledDir = join(import.meta.dirname, '../../../../resources/datasets')
const grey28 = { datasetsDirs: [bundledDir], imageSize: 28, channels: 1 }
const IMAGES = 'train-images-idx3-ubyte'
const LABELS = 'train-labels-idx1-ubyte'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dataset-'))
})
afterEach(() => rm(dir, { recursive: true }))

const folder = (name: string, files: Record<string, Uint8Array>): Promise<string> =>
  writeFolder(dir, name, files)

describe('a user’s own folder', () => {
  const images = idxBytes([6, 4, 4], pattern(96))
  const labels = idxBytes([6], [0, 1, 2, 3, 4, 5])
  const wanted = { datasetsDirs: [bundledDir], imageSize: 4, channels: 1 }

  it.each<[string, Record<string, Uint8Array>]>([
    ['plain', { [IMAGES]: images, [LABELS]: labels }],
    ['gzip', { [`${IMAGES}.gz`]: gzipSync(images), [`${LABELS}.gz`]: gzipSync(labels) }],
    ['dotted', { 'train-images.idx3-ubyte': images, 'train-labels.idx1-ubyte': labels }],
    ['gzip without .gz', { [IMAGES]: gzipSync(images), [LABELS]: gzipSync(labels) }],
  ])('loads: %s', async (_, files) => {
    const path = await folder('fashion', files)
    const fashion = await loadDataset(path, wanted)
    expect(fashion.identity).toEqual({
      name: 'fashion',
      path,
      fingerprint: createHash('sha256').update(images).digest('hex'),
      images: 6,
      width: 4,
      height: 4,
      channels: 1,
    })
    expect(pixelsOf(fashion)).toEqual(pattern(96))
    expect([...(fashion.labels ?? [])]).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('is found by its name in the second directory, and by a relative path', async () => {
    const path = await folder('fashion', { [IMAGES]: images })
    const byName = await loadDataset('fashion', { ...wanted, datasetsDirs: [bundledDir, dir] })
    const byPath = await loadDataset(relative(process.cwd(), path), wanted)
    expect(byName.identity.path).toBe(path)
    expect(byPath).toEqual(byName)
  })

  it('has no labels if the folder has none', async () => {
    const path = await folder('fashion', { [IMAGES]: images })
    expect(await loadDataset(path, wanted)).not.toHaveProperty('labels')
  })

  it('is resized, while its identity describes the images on disk', async () => {
    const flat = idxBytes([2, 4, 4], [...Array(16).fill(10), ...Array(16).fill(200)])
    const path = await folder('fashion', { [IMAGES]: flat })
    const loaded = await loadDataset(path, { ...wanted, imageSize: 8 })
    expect(loaded.identity).toMatchObject({ width: 4, height: 4 })
    expect(loaded.imageSize).toBe(8)
    expect([...pixelsOf(loaded)]).toEqual([...Array(64).fill(10), ...Array(64).fill(200)])
  })

  it('converts grey images to three equal channels', async () => {
    const path = await folder('fashion', { [IMAGES]: idxBytes([2, 1, 1], [7, 9]) })
    const set = await loadDataset(path, { ...wanted, imageSize: 1, channels: 3 })
    const { identity } = set
    expect([...pixelsOf(set)]).toEqual([7, 7, 7, 9, 9, 9])
    expect(identity.channels).toBe(1)
  })

  it('returns colour images channels first, or converted to grey by luma', async () => {
    const rgb = idxBytes([1, 2, 2, 3], [255, 0, 1, 255, 0, 2, 255, 0, 3, 255, 0, 4])
    const path = await folder('colour', { 'train-images-idx4-ubyte': rgb })
    const colour = await loadDataset(path, { ...wanted, imageSize: 2, channels: 3 })
    expect(colour.identity.channels).toBe(3)
    expect([...pixelsOf(colour)]).toEqual([255, 255, 255, 255, 0, 0, 0, 0, 1, 2, 3, 4])
    const grey = await loadDataset(path, { ...wanted, imageSize: 2 })
    expect([...pixelsOf(grey)]).toEqual([76, 76, 77, 77])
  })

  it.each<[string, Record<string, Uint8Array>, string, RegExp]>([
    ['no images', { [LABELS]: labels }, '', /no train-images-idx3-ubyte or/],
    ['damaged images', { [IMAGES]: images.subarray(0, 50) }, IMAGES, /62 bytes are missing/],
    [
      'labels in place of images',
      { [IMAGES]: labels },
      IMAGES,
      /contains labels .* instead of images/,
    ],
    [
      'images in place of labels',
      { [IMAGES]: images, [LABELS]: images },
      LABELS,
      /instead of labels/,
    ],
    [
      'too few labels',
      { [IMAGES]: images, [LABELS]: idxBytes([5], [1, 2, 3, 4, 5]) },
      LABELS,
      /5 labels for 6 images/,
    ],
    ['oblong images', { [IMAGES]: idxBytes([1, 2, 3], pattern(6)) }, IMAGES, /3 x 2 pixels/],
    ['two channels', { [IMAGES]: idxBytes([1, 2, 2, 2], pattern(8)) }, IMAGES, /have 2 channels/],
  ])('is rejected with %s', async (_, files, where, message) => {
    const path = await folder('bad', files)
    const error = await failureOf(() => loadDataset(path, wanted))
    expect(error.code).toBe('data')
    expect(error.message).toMatch(message)
    expect(error.where).toBe(join(path, where))
    expect(error.remedy).toBeTruthy()
  })
})

describe('unsupported settings', () => {
  it.each(['nonesuch', './nonesuch', 'mnist/nonesuch', 'a-file'])('rejects "%s"', async (name) => {
    await writeFile(join(dir, 'a-file'), '')
    const load = loadDataset(name, { ...grey28, datasetsDirs: [bundledDir, dir] })
    const error = await failureOf(() => load)
    expect(error.code).toBe('data')
    expect(error.message).toBe(`There is no data set or folder "${name}"`)
  })

  it('does not let a name lead out of the directory', async () => {
    await writeFolder(dir, 'inner', {})
    await writeFolder(dir, 'outer', { [IMAGES]: idxBytes([1, 1, 1], [5]) })
    const options = { ...grey28, imageSize: 1, datasetsDirs: [join(dir, 'inner')] }
    expect((await failureOf(() => loadDataset('../outer', options))).message).toMatch(/no data set/)
  })

  it('names the known data sets', async () => {
    const error = await failureOf(() => loadDataset('nonesuch', grey28))
    expect(error.message).toBe('There is no data set or folder "nonesuch"')
    expect(error.remedy).toMatch(/^Available data sets: mnist\./)
  })

  it.each([
    [{ imageSize: 0 }, 'imageSize'],
    [{ imageSize: 2.5 }, 'imageSize'],
    [{ channels: 2 }, 'channels'],
  ])('rejects %j', async (wanted, where) => {
    const error = await failureOf(() => loadDataset('mnist', { ...grey28, ...wanted }))
    expect(error).toMatchObject({ code: 'usage', where })
  })

  it('rejects more pixels than one buffer can hold', async () => {
    const path = await folder('many', {
      [IMAGES]: idxBytes([2 ** 16, 1, 1], new Uint8Array(2 ** 16)),
    })
    const error = await failureOf(() => loadDataset(path, { ...grey28, imageSize: 256 }))
    expect(error).toMatchObject({ code: 'usage', where: 'imageSize' })
    expect(error.message).toMatch(/the 65,536 images take 4\.3 GB/)
    expect(error.remedy).toMatch(/image size 255/)
  })
})
