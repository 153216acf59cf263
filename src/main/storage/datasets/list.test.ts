import fs from 'node:fs'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { datasetListingSchema } from '../../../contract/datasets/listing'
import { explain } from '../../../contract/notices'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changeDocument, writePrepared } from '../testing/prepared'
import { listDatasets } from './list'
import { idxBytes, writeFolder } from '../../sources/idx/testing'
import { pattern } from '../../image/testing'

const bundledDir = join(import.meta.dirname, '../../../../resources/datasets')

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'list-'))
})
afterEach(() => rm(dir, { recursive: true }))

const folder = (name: string, files: Record<string, Uint8Array>): Promise<string> =>
  writeFolder(dir, name, files)

const images = idxBytes([4, 3, 3], pattern(36))

/** The part of a listing that is the same for all IDX files. */
const plain = (name: string) => ({
  ...{ name, title: name, kind: 'idx' },
  ...{ holdOut: 0, classes: null, bytes: null, createdAt: null },
})

describe('listDatasets', () => {
  it('lists bundled data sets', async () => {
    const path = join(bundledDir, 'mnist')
    const shape = {
      images: 60_000,
      holdOut: 10_000,
      width: 28,
      height: 28,
      channels: 1,
      labels: true,
    }
    expect(await listDatasets([bundledDir, dir])).toEqual([
      { ...plain('mnist'), kind: 'bundled', path, ...shape },
    ])
  })

  it('lists plain and gzip folders, grey and colour, and ignores everything else', async () => {
    await folder('grey', { 'train-images-idx3-ubyte': images })
    await folder('rgb', {
      'train-images.idx4-ubyte.gz': gzipSync(idxBytes([2, 5, 5, 3], pattern(150))),
      'train-labels.idx1-ubyte': idxBytes([2], [0, 1]),
    })
    await folder('.hidden', {})
    await writeFile(join(dir, 'README'), 'not a folder')
    const grey = { images: 4, width: 3, height: 3, channels: 1, labels: false }
    const rgb = { images: 2, width: 5, height: 5, channels: 3, labels: true }
    expect(await listDatasets([join(dir, 'missing'), dir])).toEqual([
      { ...plain('grey'), path: join(dir, 'grey'), ...grey },
      { ...plain('rgb'), path: join(dir, 'rgb'), ...rgb },
    ])
  })

  it('lists bad folders with their problem, alongside good ones', async () => {
    await folder('a-empty', {})
    await folder('b-png', { 'train-images-idx3-ubyte': Uint8Array.of(0x89, 0x50, 0x4e, 0x47) })
    await folder('c-gzip', { 'train-images-idx3-ubyte.gz': gzipSync(images).subarray(0, 12) })
    await folder('d-wide', { 'train-images-idx3-ubyte': idxBytes([1, 2, 3], pattern(6)) })
    await folder('e-labels', {
      'train-images-idx3-ubyte': images,
      'train-labels-idx1-ubyte': idxBytes([3], [1, 2, 3]),
    })
    await folder('f-good', { 'train-images-idx3-ubyte': images })
    const listings = await listDatasets([dir])
    expect(listings.map(({ name }) => name[0])).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
    const problems = [
      /no train-images/,
      /is an image, not IDX/,
      /truncated/,
      /3 x 2 pixels/,
      /3 labels/,
    ]
    problems.forEach((problem, i) => {
      expect(listings[i]?.problem).toMatch(problem)
      expect(listings[i]?.problem).toContain(listings[i]?.path)
    })
    expect(listings[0]).toMatchObject({ images: 0, width: 0, height: 0, channels: 0 })
    expect(listings[4]).toMatchObject({ images: 4, labels: true })
    expect(listings[5]).not.toHaveProperty('problem')
  })

  it('says which of two folders with the same name is used', async () => {
    await folder('mnist', {})
    const path = join(dir, 'mnist', 'train-images-idx3-ubyte.gz')
    await copyFile(join(bundledDir, 'mnist', 't10k-images-idx3-ubyte.gz'), path)
    const [bundled, own] = await listDatasets([bundledDir, dir])
    expect(bundled).not.toHaveProperty('problem')
    expect(own).toMatchObject({ name: 'mnist', images: 10_000 })
    expect(own?.problem).toContain(join(bundledDir, 'mnist'))
  })

  it('lists prepared data sets by their documents, and those with missing or cut files', async () => {
    const made = { count: 10, size: 4, channels: 3, classes: 3, holdOut: 2 } as const
    writePrepared(dir, 'cats', { ...made, name: 'Cats of Bern' })
    fs.rmSync(join(writePrepared(dir, 'holes', made), 'train-00001.bin'))
    fs.truncateSync(join(writePrepared(dir, 'short', made), 'hold-out-00000.bin'), 95)
    changeDocument(writePrepared(dir, 'tomorrow', made), () => ({ schemaVersion: 2 }))
    fs.writeFileSync(join(writePrepared(dir, 'torn', made), 'dataset.json'), '{"schemaVersion":')
    const [cats, holes, short, tomorrow, torn] = await listDatasets([bundledDir, dir]).then((all) =>
      all.slice(1),
    )
    expect(cats).toEqual({
      ...{ name: 'cats', title: 'Cats of Bern', kind: 'prepared', path: join(dir, 'cats') },
      ...{ images: 10, holdOut: 2, width: 4, height: 4, channels: 3, labels: true, classes: 3 },
      ...{ bytes: 12 * (48 + 2), createdAt: '2026-11-29T12:00:00.000Z' },
      source: { kind: 'folder' },
    })
    expect(holes).toMatchObject({ images: 10, kind: 'prepared' })
    expect(holes?.problem).toMatch(/train-00001.bin is missing/)
    expect(short?.problem).toMatch(/hold-out-00000.bin has 95 bytes instead of 96/)
    expect(tomorrow?.problem).toMatch(/version/)
    expect(torn?.problem).toMatch(/cannot be read/)
    expect(torn).toMatchObject({ name: 'torn', kind: 'prepared', images: 0 })
  })

  it('lists a data set whose document has absurd numbers as unusable, with a remedy', async () => {
    const made = { count: 10, size: 4, channels: 3, classes: 3 } as const
    writePrepared(dir, 'a-good', made)
    changeDocument(writePrepared(dir, 'b-wide', made), () => ({ width: 2 ** 40, height: 2 ** 40 }))
    changeDocument(writePrepared(dir, 'c-many', made), ({ train }) => ({
      train: { ...train, images: 2 ** 52, shards: [{ file: 'train-00000.bin', images: 2 ** 52 }] },
    }))
    changeDocument(writePrepared(dir, 'd-typed', made), () => ({ mean: 'grey' }))
    changeDocument(writePrepared(dir, 'e-outside', made), ({ train }) => ({
      train: { ...train, labels: '../a-good/train-labels.bin' },
    }))
    const listings = await listDatasets(['', dir])
    for (const listing of listings) datasetListingSchema.parse(listing)
    expect(listings.map(({ name }) => name[0])).toEqual(['a', 'b', 'c', 'd', 'e'])
    const [good, ...damaged] = listings
    expect(good?.problem).toBeUndefined()
    for (const { why } of damaged) {
      if (why === undefined) throw new Error('it has no problem')
      expect(why.code).toBe('data')
      expect(explain(why, 'en').remedy).toBeTruthy()
    }
  })
})
