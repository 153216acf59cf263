import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../contract/testing/failure-of'
import { pattern } from '../../image/testing'
import { writeFolder } from '../idx/testing'
import { labelsOf, openAs, pixelsOf, tempDir } from '../arrays/testing'
import { cifar } from './cifar'
import { tarBytes } from './testing'

const AREA = 1024
/** Planes whose first value is the image's number. */
const planes = (image: number): Uint8Array => {
  const bytes = pattern(3 * AREA)
  bytes[0] = image
  return bytes
}
const batch = (records: readonly (readonly number[])[], first = 0): Uint8Array =>
  Buffer.concat(
    records.map((labels, i) => Buffer.concat([Uint8Array.from(labels), planes(first + i)])),
  )
const names = Buffer.from('airplane\nautomobile\nbird\n\n')
const ten = {
  'batches.meta.txt': names,
  'data_batch_1.bin': batch([[2], [0]]),
  'data_batch_2.bin': batch([[2]], 2),
  'test_batch.bin': batch([[1]], 3),
}
const hundred = {
  'coarse_label_names.txt': Buffer.from('fish\nflowers\n'),
  'fine_label_names.txt': Buffer.from('shark\nray\nrose\n'),
  'train.bin': batch([
    [0, 1],
    [1, 2],
  ]),
  'test.bin': batch([[0, 0]], 2),
}
const folder = (files: Record<string, Uint8Array>, name = 'set'): Promise<string> =>
  writeFolder(tempDir(), name, files)
async function archive(files: Record<string, Uint8Array>, name = 'cifar-10-binary.tar.gz') {
  const path = join(tempDir(), name)
  const tar = tarBytes(files)
  await writeFile(path, name.endsWith('gz') ? gzipSync(tar) : tar)
  return path
}

describe('CIFAR', () => {
  it.each([
    ['a folder', () => folder(ten)],
    ['an archive', () => archive(ten)],
    ['an unpacked archive', () => archive(ten, 'cifar-10-binary.tar')],
    [
      'an archive in another order',
      () => archive(Object.fromEntries(Object.entries(ten).reverse())),
    ],
  ])('reads the 10 classes from %s', async (kind, make) => {
    const path = await make()
    expect(await cifar.detect(path)).toBe(true)
    const source = await openAs(cifar, path)
    expect(source.description).toMatchObject({
      ...{ kind: 'cifar', images: 3, testImages: 1, labelsFrom: 'data', colour: true, notes: [] },
      sizes: [{ width: 32, height: 32, images: 4 }],
      classes: [
        { name: 'airplane', images: 1 },
        { name: 'automobile', images: 0 },
        { name: 'bird', images: 2 },
      ],
    })
    const reversed = kind.includes('order')
    expect(labelsOf(source)).toEqual(reversed ? [2, 2, 0, 1] : [2, 0, 2, 1])
    const read = await pixelsOf(source)
    expect(read.map(({ data }) => data[0])).toEqual(reversed ? [2, 0, 1, 3] : [0, 1, 2, 3])
    const { data } = read[1] ?? { data: [] }
    const bytes = pattern(3 * AREA)
    const at = (i: number): (number | undefined)[] => [
      bytes[i],
      bytes[AREA + i],
      bytes[2 * AREA + i],
    ]
    expect([...data.slice(3, 6)]).toEqual(at(1))
    expect([...data.slice(-3)]).toEqual(at(AREA - 1))
  })

  it('reads the fine or the coarse labels of CIFAR-100', async () => {
    const path = await folder(hundred)
    expect(await cifar.detect(path)).toBe(true)
    const fine = await openAs(cifar, path)
    expect(fine.description.options.labels).toBe('fine')
    expect(fine.description.classes?.map(({ name }) => name)).toEqual(['shark', 'ray', 'rose'])
    expect(labelsOf(fine)).toEqual([1, 2, 0])
    const coarse = await openAs(cifar, path, { labels: 'coarse' })
    expect(coarse.description.classes).toEqual([
      { name: 'fish', images: 1 },
      { name: 'flowers', images: 1 },
    ])
    expect(labelsOf(coarse)).toEqual([0, 1, 0])
    expect((await pixelsOf(coarse)).map(({ data }) => data[0])).toEqual([0, 1, 2])
  })

  it('looks into the folder that the archive contains', async () => {
    const root = tempDir()
    await writeFolder(root, 'cifar-10-batches-bin', ten)
    expect(await cifar.detect(root)).toBe(true)
    expect((await openAs(cifar, root)).description.images).toBe(3)
  })

  it('refuses the Python version by name', async () => {
    const pickled = Uint8Array.of(0x80, 2, 0x7d)
    const files = { data_batch_1: pickled, test_batch: pickled, 'batches.meta': pickled }
    for (const path of [await folder(files), await archive(files, 'cifar-10-python.tar.gz')]) {
      expect(await cifar.detect(path)).toBe(true)
      const error = await failureOf(() => openAs(cifar, path))
      expect(error.message).toMatch(/Python files \(pickles\)/)
      expect(error.remedy).toMatch(/cifar-10-binary\.tar\.gz/)
    }
  })

  it.each<[string, Record<string, Uint8Array>, RegExp]>([
    ['half an image', { 'data_batch_1.bin': batch([[1], [2]]).subarray(0, 4000) }, /4,000 bytes/],
    ['an empty file', { 'data_batch_1.bin': new Uint8Array(0) }, /0 bytes/],
    [
      'an unknown label',
      { ...ten, 'data_batch_1.bin': batch([[1], [3]]) },
      /Image 1 .* label 3, but there are only 3 classes/,
    ],
    [
      'a label beyond the only class',
      { 'batches.meta.txt': Buffer.from('bird\n'), 'data_batch_1.bin': batch([[1]]) },
      /label 1, but there is only 1 class$/,
    ],
    ['test images only', { 'test_batch.bin': batch([[1]]) }, /only the test images/i],
    ['nothing', { 'readme.html': names }, /no files of the binary version/],
  ])('refuses %s', async (_, files, message) => {
    for (const path of [await folder(files), await archive(files)]) {
      const error = await failureOf(() => openAs(cifar, path))
      expect(error.message).toMatch(message)
      expect(error.code).toBe('data')
    }
  })

  it.each<[string, (tar: Buffer) => Uint8Array, RegExp]>([
    ['a wrong checksum', (tar) => tar.fill(1, 0, 5), /not a tar archive/],
    [
      'a size of 8 GB',
      (tar) => tarBytes(ten, { size: '77777777777' }) ?? tar,
      /damaged|ends after/,
    ],
    ['no end', (tar) => tar.subarray(0, 3000), /ends after|damaged/],
    ['no tar', () => pattern(4096), /not a tar archive/],
  ])('refuses an archive with %s', async (_, damage, message) => {
    const path = join(tempDir(), 'cifar-10-binary.tar.gz')
    await writeFile(path, gzipSync(damage(Buffer.from(tarBytes(ten)))))
    const error = await failureOf(() => openAs(cifar, path))
    expect(error.message).toMatch(message)
    expect(error.code).toBe('data')
  })

  it('does not take other folders for CIFAR', async () => {
    const text = Buffer.from('text')
    for (const files of [{ train: text, test: text, meta: text }, { 'train.bin': text }, {}]) {
      expect(await cifar.detect(await folder(files))).toBe(false)
    }
  })
})
