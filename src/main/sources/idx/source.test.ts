import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../contract/testing/failure-of'
import { pattern } from '../../image/testing'
import { labelsOf, openAs, pixelsOf, tempDir } from '../arrays/testing'
import { idx } from './source'
import { idxBytes, writeFolder } from './testing'

const grey = idxBytes([5, 2, 3], pattern(30))
const labels = idxBytes([5], [4, 1, 4, 9, 1])
const testGrey = idxBytes([2, 2, 3], pattern(12))
const testLabels = idxBytes([2], [9, 2])
const folder = (files: Record<string, Uint8Array>): Promise<string> =>
  writeFolder(tempDir(), 'set', files)

describe('IDX files', () => {
  it.each([
    [
      'train-images-idx3-ubyte',
      'train-labels-idx1-ubyte',
      't10k-images-idx3-ubyte',
      't10k-labels-idx1-ubyte',
    ],
    [
      'train-images.idx3-ubyte',
      'train-labels.idx1-ubyte',
      't10k-images.idx3-ubyte',
      't10k-labels.idx1-ubyte',
    ],
    [
      'x-train-images-idx3-ubyte',
      'x-train-labels-idx1-ubyte',
      'x-test-images-idx3-ubyte',
      'x-test-labels-idx1-ubyte',
    ],
  ])('reads %s, plain and compressed', async (images, trained, test, tested) => {
    for (const packed of [false, true]) {
      const file = (name: string, bytes: Uint8Array): [string, Uint8Array] =>
        packed ? [`${name}.gz`, gzipSync(bytes)] : [name, bytes]
      const files = [
        file(images, grey),
        file(trained, labels),
        file(test, testGrey),
        file(tested, testLabels),
      ]
      const path = await folder(Object.fromEntries(files))
      expect(await idx.detect(path)).toBe(true)
      const source = await openAs(idx, path)
      expect(source.description).toMatchObject({
        ...{ kind: 'idx', images: 5, testImages: 2, labelsFrom: 'data', colour: false, notes: [] },
        sizes: [{ width: 3, height: 2, images: 7 }],
        classes: [
          { name: '1', images: 2 },
          { name: '2', images: 0 },
          { name: '4', images: 2 },
          { name: '9', images: 1 },
        ],
      })
      expect(labelsOf(source)).toEqual([2, 0, 2, 3, 0, 3, 1])
      const read = await pixelsOf(source, [1, 4, 5, 6])
      const starts = [6, 24, 0, 6]
      expect(read.map(({ data }) => [...data])).toEqual(
        starts.map((start, i) => [...pattern(i < 2 ? 30 : 12).subarray(start, start + 6)]),
      )
    }
  })

  it('finds torchvision folders, and reads colour without labels', async () => {
    const root = tempDir()
    await mkdir(join(root, 'MNIST'))
    const raw = await writeFolder(root, 'raw', {
      'train-images-idx4-ubyte': idxBytes([2, 2, 3, 3], pattern(36)),
    })
    await rename(raw, join(root, 'MNIST', 'raw'))
    const source = await openAs(idx, root)
    expect(source.description).toMatchObject({ images: 2, classes: null, colour: true })
    expect(source.entry(1)).toEqual({ name: '1', part: 'train', label: null })
    expect((await pixelsOf(source))[1]?.data).toEqual(pattern(36).subarray(18))
  })

  it('opens one file of images, whatever its name, with its labels if the name shows them', async () => {
    const path = await folder({
      't10k-images-idx3-ubyte': testGrey,
      't10k-labels-idx1-ubyte': testLabels,
      digits: grey,
    })
    const test = await openAs(idx, join(path, 't10k-images-idx3-ubyte'))
    expect(test.description).toMatchObject({ images: 2, testImages: 0, labelsFrom: 'data' })
    expect(await idx.detect(join(path, 'digits'))).toBe(true)
    const digits = await openAs(idx, join(path, 'digits'))
    expect(digits.description).toMatchObject({ images: 5, classes: null })
  })

  it('turns EMNIST upright and takes its class names, unless the options say otherwise', async () => {
    const path = await folder({
      'emnist-letters-train-images-idx3-ubyte': grey,
      'emnist-letters-train-labels-idx1-ubyte': idxBytes([5], [1, 2, 2, 2, 1]),
      'emnist-letters-mapping.txt': Buffer.from('1 65 97\r\n2 66 98\n3 67 99\nnonsense\n'),
    })
    const source = await openAs(idx, path)
    expect(source.description).toMatchObject({ options: { transpose: true }, images: 5 })
    expect(source.description.notes[0]?.message).toMatch(/rows and columns exchanged/)
    expect(source.description.classes).toEqual([
      { name: 'Aa', images: 2 },
      { name: 'Bb', images: 3 },
      { name: 'Cc', images: 0 },
    ])
    const [first] = await pixelsOf(source, [0])
    const at = (i: number): number => pattern(6)[i] as number
    expect(first).toMatchObject({ width: 2, height: 3 })
    expect([...(first?.data ?? [])]).toEqual([at(0), at(3), at(1), at(4), at(2), at(5)])
    const unchanged = await openAs(idx, path, { transpose: false })
    expect(unchanged.description.notes).toEqual([])
    expect((await pixelsOf(unchanged, [0]))[0]?.data).toEqual(pattern(6))
  })

  it('lists several sets, and opens the one that is named', async () => {
    const path = await folder({
      'emnist-digits-train-images-idx3-ubyte': grey,
      'emnist-letters-train-images-idx3-ubyte': testGrey,
    })
    expect(await idx.detect(path)).toBe(true)
    const several = await failureOf(() => openAs(idx, path))
    expect(several.message).toMatch(/emnist-digits-train-.*, emnist-letters-train-/)
    const set = 'emnist-letters-train-images-idx3-ubyte'
    expect((await openAs(idx, path, { set })).description.images).toBe(2)
    for (const wrong of ['nothing', '../set/nothing', '../../etc/train-images-idx3-ubyte']) {
      const error = await failureOf(() => openAs(idx, path, { set: wrong }))
      expect(error.message).toMatch(/no data set/)
    }
  })

  it('does not take other folders and files for IDX', async () => {
    const path = await folder({ 'a.png': pattern(30), 'b.bin': Uint8Array.of(0, 0, 8, 1) })
    expect(await idx.detect(path)).toBe(false)
    expect(await idx.detect(join(path, 'a.png'))).toBe(false)
    expect(await idx.detect(join(path, 'b.bin'))).toBe(false)
  })

  it.each<[string, Record<string, Uint8Array>, RegExp]>([
    ['cut short', { 'train-images-idx3-ubyte': grey.subarray(0, 40) }, /truncated/],
    ['with extra bytes', { 'train-images-idx3-ubyte': Buffer.concat([grey, grey]) }, /extra data/],
    [
      'with labels of others',
      { 'train-images-idx3-ubyte': grey, 'train-labels-idx1-ubyte': testLabels },
      /2 labels for 5 images/,
    ],
    [
      'of 2^32 images',
      { 'train-images-idx3-ubyte': idxBytes([2 ** 32 - 1, 28, 28], []) },
      /implausible/,
    ],
  ])('refuses files %s when opening them', async (_, files, message) => {
    const path = await folder(files)
    const error = await failureOf(() => openAs(idx, path))
    expect(error.message).toMatch(message)
    expect(error.code).toBe('data')
  })

  it.each<[string, Uint8Array, RegExp]>([
    ['cut short', gzipSync(grey).subarray(0, -12), /compressed data is damaged/],
    ['with fewer images than declared', gzipSync(grey.subarray(0, 40)), /ends after 40 bytes/],
  ])('refuses a gzip %s at the latest when reading it', async (_, bytes, message) => {
    const path = await folder({ 'train-images-idx3-ubyte.gz': bytes })
    const error = await failureOf(async () => pixelsOf(await openAs(idx, path)))
    expect(error.message).toMatch(message)
    expect(error.code).toBe('data')
  })

  it('notices that its files have changed', async () => {
    const path = await folder({ 'train-images-idx3-ubyte': grey })
    const { stamp } = await openAs(idx, path)
    expect((await openAs(idx, path)).stamp).toBe(stamp)
    expect((await openAs(idx, path, { transpose: true })).stamp).not.toBe(stamp)
    await writeFile(join(path, 'train-labels-idx1-ubyte'), labels)
    expect((await openAs(idx, path)).stamp).not.toBe(stamp)
  })
})
