import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { SourceDescription } from '../../../../contract/datasets/source'
import { openSource } from '../../../sources/sources'
import { fakeKnownSet, idxFile } from './testing/recognised'
import { withKnownNames } from './recognise'
import { withStoredNote } from '../same-images'

let dir: string
beforeEach(() => {
  dir = fs.mkdtempSync(join(tmpdir(), 'recognised-'))
})
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }))

const signal = new AbortController().signal
const images = idxFile([3, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
const labels = idxFile([3], [0, 1, 0])
const IMAGES = 'train-images-idx3-ubyte'
const LABELS = 'train-labels-idx1-ubyte'
const set = fakeKnownSet({ images, labels })
const namesOf = ({ classes }: SourceDescription) => classes?.map(({ name }) => name)
const describe = async (options = {}) => {
  const source = await openSource({ path: dir, options }, { signal })
  return source.description
}
const recognised = async () => withKnownNames(await describe(), signal, [set])
const put = (name: string, bytes: Uint8Array) => fs.writeFileSync(join(dir, name), bytes)

it.each([
  ['as published', (bytes: Uint8Array) => gzipSync(bytes, { level: 9 }), '.gz'],
  ['packed again', (bytes: Uint8Array) => gzipSync(bytes, { level: 1 }), '.gz'],
  ['unpacked', (bytes: Uint8Array) => bytes, ''],
])('published files have the names of their classes, %s', async (_, pack, extension) => {
  put(IMAGES + extension, pack(images))
  put(LABELS + extension, pack(labels))
  const found = await recognised()
  expect(namesOf(found)).toEqual(['Shirt', 'Shoe'])
  expect([found.licence, found.notes[0]?.problem?.code]).toEqual(['MIT', 'noteKnownSet'])
  // The options are all that previews and imports get.
  expect(namesOf(await describe(found.options))).toEqual(['Shirt', 'Shoe'])
})

it('other files keep their numbers, also if only the labels differ', async () => {
  put(IMAGES, images)
  put(LABELS, idxFile([3], [1, 1, 0]))
  expect(namesOf(await recognised())).toEqual(['0', '1'])
  put(LABELS, labels)
  put(
    IMAGES,
    Uint8Array.from(images, (byte, i) => (i === images.length - 1 ? 0 : byte)),
  )
  const found = await recognised()
  expect([namesOf(found), found.licence, found.notes]).toEqual([['0', '1'], undefined, []])
})

it('images that are stored already are noted', async () => {
  put(IMAGES, images)
  const stored = {
    ...{ name: 'a', title: 'My shirts', kind: 'prepared' as const, path: join(dir, 'stored') },
    ...{ images: 3, holdOut: 0, width: 2, height: 2, channels: 1, labels: false },
    ...{ classes: null, bytes: null, createdAt: null },
  } as const
  const sha256 = createHash('sha256').update(images).digest('hex')
  expect((await withStoredNote(await describe(), [stored])).notes).toEqual([])
  fs.mkdirSync(stored.path)
  const write = (fingerprint: string) => {
    const part = { images: 3, shards: [], labels: null, classCounts: null }
    const document = {
      ...{ schemaVersion: 1, name: 'My shirts', createdAt: '2026-01-01T00:00:00.000Z' },
      ...{ source: { kind: 'idx', path: dir }, preparation: { imageSize: 2, channels: 1 } },
      ...{ width: 2, height: 2, channels: 1, classes: null, mean: [1], holdOut: null },
      train: { ...part, fingerprint, labelsFingerprint: null },
    }
    fs.writeFileSync(join(stored.path, 'dataset.json'), JSON.stringify(document))
  }
  write(sha256)
  const [note] = (await withStoredNote(await describe(), [stored])).notes
  expect(note?.message).toBe('These images are already stored in the data set My shirts')
  write('0'.repeat(64))
  expect((await withStoredNote(await describe(), [stored])).notes).toEqual([])
})
