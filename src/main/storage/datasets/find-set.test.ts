import fs from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { pattern } from '../../image/testing'
import { pixelsOf } from '../testing/pixels-of'
import { loadDataset } from './load-dataset'
import { findSet } from '../../sources/idx/find-set'
import { findFolder } from './find-dataset'
import { listDatasets } from './list'
import { failureOf } from '../../../contract/testing/failure-of'
import { idxBytes } from '../../sources/idx/testing'

const images = idxBytes([3, 2, 2], pattern(12))
const labels = idxBytes([3], [7, 8, 9])
const page = Buffer.from(
  '<!DOCTYPE html><html><head><title>Sign in</title></head></html>'.repeat(9),
)

/** Makes a folder with the given files, keyed by their relative paths. */
function folderOf(files: Record<string, Uint8Array>): string {
  const parent = fs.mkdtempSync(path.join(tmpdir(), 'find-set-'))
  onTestFinished(() => fs.rmSync(parent, { recursive: true }))
  const root = path.join(parent, 'data')
  fs.mkdirSync(root)
  for (const [file, bytes] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    fs.writeFileSync(path.join(root, file), bytes)
  }
  return root
}

const load = (folder: string) =>
  loadDataset(folder, { datasetsDirs: [], imageSize: 2, channels: 1 })

describe('a set is found', () => {
  it.each([
    ['in torchvision’s layout', 'MNIST/raw/train-images-idx3-ubyte'],
    ['in a folder of its name', 'MNIST/train-images-idx3-ubyte'],
    ['in raw', 'raw/train-images-idx3-ubyte'],
    [
      'in a folder named like the file, as in some archives',
      'train-images-idx3-ubyte/train-images-idx3-ubyte',
    ],
    ['with dots', 'train-images.idx3-ubyte'],
    ['with underscores', 'train_images_idx3_ubyte'],
    ['with a prefix', 'emnist-letters-train-images-idx3-ubyte'],
    ['in capitals', 'TRAIN-IMAGES-IDX3-UBYTE'],
    ['with a prefix, in a subfolder', 'gzip/emnist-digits-train-images-idx3-ubyte'],
  ])('%s, plain and gzip, with its labels', async (_, name) => {
    const labelName = name
      .replace(/images/gi, (word) => (word === 'IMAGES' ? 'LABELS' : 'labels'))
      .replaceAll(/idx3/gi, 'idx1')
    // Labels in another folder do not belong to these images.
    const beside = path.dirname(labelName) === path.dirname(name)
    for (const [ending, pack] of [
      ['', (b: Uint8Array) => b],
      ['.gz', gzipSync],
    ] as const) {
      const root = folderOf({ [name + ending]: pack(images), [labelName + ending]: pack(labels) })
      const loaded = await load(root)
      expect([...pixelsOf(loaded)]).toEqual([...pattern(12)])
      expect(loaded.labels).toEqual(beside ? Uint8Array.of(7, 8, 9) : undefined)
      expect(loaded.identity.path).toBe(root)
      const [listed] = await listDatasets([path.dirname(root)]).then((all) =>
        all.filter((one) => one.path === root),
      )
      expect(listed).toMatchObject({ images: 3, width: 2, labels: beside })
      expect(listed).not.toHaveProperty('problem')
    }
  })

  it('from each level of torchvision’s folders', async () => {
    const root = folderOf({ 'MNIST/raw/train-images-idx3-ubyte': images })
    const file = path.join(root, 'MNIST/raw/train-images-idx3-ubyte')
    for (const below of ['', 'MNIST', 'MNIST/raw']) {
      expect(await findSet(path.join(root, below), 'train')).toEqual({ images: file })
    }
  })

  it('preferring plain to gzip, standard names to others, and the folder to its subfolders', async () => {
    const standard = 'train-images-idx3-ubyte'
    const names = [
      standard,
      `${standard}.gz`,
      'train-images.idx3-ubyte',
      'train_images_idx3_ubyte',
      'train-images-idx4-ubyte',
      'emnist-train-images-idx3-ubyte',
      `MNIST/raw/${standard}`,
    ]
    for (let n = 0; n < names.length; n++) {
      const root = folderOf(Object.fromEntries(names.slice(n).map((name) => [name, images])))
      // Standard names come before others; among equals the list above is in order of preference.
      const order = [0, 1, 2, 4, 3, 5, 6].filter((i) => i >= n)
      const first = names[order[0] ?? 0] ?? ''
      expect((await findSet(root, 'train')).images).toBe(path.join(root, first))
    }
  })

  it('without labels of another prefix', async () => {
    const root = folderOf({
      'emnist-train-images-idx3-ubyte': images,
      'train-labels-idx1-ubyte': labels,
    })
    expect(await findSet(root, 'train')).not.toHaveProperty('labels')
  })

  it('by name in any letter case, unless ambiguous', async () => {
    const dir = folderOf({ 'digits/a': images, 'Twice/a': images, 'tWICE/a': images })
    expect((await findFolder('DIGITS', [dir])).path).toBe(path.join(dir, 'digits'))
    expect((await failureOf(() => findFolder('twice', [dir]))).message).toContain('no data set')
  })
})

describe('an ambiguous folder is an error that lists the sets', () => {
  it.each([
    ['prefixes', ['emnist-letters-', 'emnist-digits-']],
    ['folders', ['MNIST/raw/', 'FashionMNIST/raw/']],
    ['cases of a prefix', ['a-', 'A-']],
  ])('with two %s', async (_, places) => {
    const root = folderOf(
      Object.fromEntries(places.map((place) => [`${place}train-images-idx3-ubyte`, images])),
    )
    const error = await failureOf(() => load(root))
    expect(error).toMatchObject({ code: 'data', where: root, problem: { code: 'severalDatasets' } })
    const listed = await listDatasets([path.dirname(root)])
    expect(listed).toHaveLength(places.length)
    for (const place of places) {
      expect(error.message).toContain(`${place}train-images`)
      const file = path.join(root, `${place}train-images-idx3-ubyte`)
      // The flag that chooses it, and what the studio lists, both find it.
      expect(error.remedy).toContain(`--data ${file}`)
      expect((await load(file)).identity).toMatchObject({ path: file, images: 3 })
      const { name } = listed.find((one) => one.path === file) ?? { name: '' }
      const found = await findFolder(name, [path.dirname(root)])
      expect(found).toMatchObject({ path: file, images: file, bundled: false })
    }
    expect(new Set(listed.map(({ name }) => name)).size).toBe(places.length)
  })
})

describe('the error for a folder without a set says what it contains', () => {
  it.each<[string, Record<string, Uint8Array>, string]>([
    ['nothing', {}, 'it is empty'],
    [
      'other files',
      { 'b.csv': images, 'a.txt': images, 'c/d': images, 'e.npz': images },
      'it has c/, a.txt, b.csv and 1 more',
    ],
    ['pictures', { 'a.PNG': images, 'b.jpg': images }, '2 image files (such as a.PNG)'],
    [
      'pictures by class',
      { 'cats/1.jpeg': images, 'dogs/1.jpeg': images },
      '2 image files (such as 1.jpeg)',
    ],
    [
      'only test images',
      { 't10k-images-idx3-ubyte.gz': images },
      'has t10k-images-idx3-ubyte.gz, but no train',
    ],
    ['an archive', { 'emnist.zip': images }, 'archive, but no data set: emnist.zip'],
    ['a tar', { 'mnist.tar.gz': images }, 'archive, but no data set: mnist.tar.gz'],
    ['only labels', { 'train-labels-idx1-ubyte': labels }, 'it has train-labels-idx1-ubyte'],
    [
      'a folder instead of the file',
      { 'train-images-idx3-ubyte/x': images },
      'it has train-images-idx3-ubyte/',
    ],
  ])('%s', async (_, files, says) => {
    const root = folderOf(files)
    const error = await failureOf(() => load(root))
    expect(error).toMatchObject({ code: 'data', where: root, remedy: expect.any(String) })
    expect(error.message).toContain(says)
  })

  it('briefly, however many and long its names are', async () => {
    const long = 'n'.repeat(200)
    const files = Array.from({ length: 400 }, (_, i) => [`${long}${i}`, images] as const)
    const { message } = await failureOf(() => load(folderOf(Object.fromEntries(files))))
    expect(message).toContain('and 397 more')
    expect(message.length).toBeLessThan(400)
  })
})

describe('the path of an images file', () => {
  const letters = idxBytes([2, 2, 2], pattern(8))

  it('selects that file, and the labels with the same prefix', async () => {
    const root = folderOf({
      'emnist-letters-train-images-idx3-ubyte.gz': gzipSync(letters),
      'emnist-letters-train-labels-idx1-ubyte': idxBytes([2], [1, 2]),
      'train-images-idx3-ubyte': images,
      'train-labels-idx1-ubyte': labels,
    })
    const file = path.join(root, 'emnist-letters-train-images-idx3-ubyte.gz')
    const loaded = await load(file)
    expect([...pixelsOf(loaded)]).toEqual([...pattern(8)])
    expect(loaded.labels).toEqual(Uint8Array.of(1, 2))
    expect(loaded.identity).toMatchObject({ name: 'emnist-letters', path: file })
    const byPath = await load(path.relative(process.cwd(), file))
    expect(byPath).toEqual(loaded)
  })

  it('may have any name, or be that of the test images', async () => {
    const root = folderOf({
      'mine.idx': images,
      't10k-images-idx3-ubyte': letters,
      't10k-labels-idx1-ubyte': idxBytes([2], [3, 4]),
      'train-labels-idx1-ubyte': labels,
    })
    const mine = await load(path.join(root, 'mine.idx'))
    expect(mine.identity.name).toBe('mine.idx')
    expect(mine).not.toHaveProperty('labels')
    const test = await load(path.join(root, 't10k-images-idx3-ubyte'))
    expect(test.labels).toEqual(Uint8Array.of(3, 4))
    expect(test.identity.name).toBe('data')
  })

  it.each<[string, Uint8Array, string]>([
    ['train-labels-idx1-ubyte', labels, 'labels (1 dimension) instead of images'],
    ['photo.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), 'is an image'],
    ['notes.txt', Buffer.from('something else'), 'Not an IDX file'],
  ])('is rejected if the file is something else: %s', async (name, bytes, says) => {
    const file = path.join(folderOf({ [name]: bytes }), name)
    const error = await failureOf(() => load(file))
    expect(error).toMatchObject({ code: 'data', where: file })
    expect(error.message).toContain(says)
  })
})

/** The start of a ZIP archive with this first entry. */
const archiveOf = (entry: string): Buffer =>
  Buffer.from(`PK\x03\x04${'\0'.repeat(22)}${String.fromCharCode(entry.length)}\0\0\0${entry}`)

describe('the error names what was downloaded instead of the data', () => {
  it.each([
    ['a web page', page, 'web page'],
    [
      'a web page after a byte order mark',
      Buffer.concat([Buffer.from('\ufeff\n'), page]),
      'web page',
    ],
    ['a gzipped web page', gzipSync(page), 'web page'],
    [
      'a Git LFS pointer',
      Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\n'),
      'Git LFS pointer',
    ],
    ['a ZIP archive', Buffer.from('PK\x03\x04and so on'), 'ZIP archive'],
    ['a NumPy array', Buffer.from("\x93NUMPY\x01\0v\0{'descr'", 'latin1'), 'NumPy array'],
    ['a NumPy archive', archiveOf('images.npy'), 'NumPy archive'],
    ['a PyTorch file', archiveOf('images/data.pkl'), 'PyTorch file, not IDX'],
    ['an HDF5 file', Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'), 'HDF5 file'],
    ['a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), 'is an image'],
    ['something else', Buffer.from('something else'), 'it begins with 0x73 0x6f'],
  ])('%s', async (_, bytes, says) => {
    for (const name of ['train-images-idx3-ubyte.gz', 'train-images-idx3-ubyte']) {
      const root = folderOf({ [name]: bytes })
      const error = await failureOf(() => load(root))
      expect(error).toMatchObject({ code: 'data', where: path.join(root, name) })
      expect(error.message).toContain(says)
    }
  })
})
