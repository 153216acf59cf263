import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, rename, rmdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ImportProgress } from '../../../contract/datasets/import'
import { datasetDocumentSchema } from '../../../contract/datasets/document'
import { preparationSchema } from '../../../contract/datasets/preparation'
import { pattern } from '../../image/testing'
import { encodePng } from '../../image/png'
import { idxBytes } from '../../sources/idx/testing'
import { readJournal } from '../../storage/datasets/journal'
import { stagingDirectory } from '../../storage/datasets/paths'
import { createStaging } from '../../storage/datasets/staging'
import { tempDir } from '../../storage/testing/temp-dir'
import { importDataset } from './import-session'

let root: string
let datasetsDir: string
let source: string
beforeEach(async () => {
  root = tempDir()
  datasetsDir = join(root, 'datasets')
  source = join(root, 'source')
  await mkdir(source)
})

async function begin(settings: object, path = source): Promise<string> {
  const preparation = preparationSchema.parse({ imageSize: 4, channels: 1, ...settings })
  const request = { source: { path, options: {} }, preparation, name: 'My images' }
  return createStaging(datasetsDir, request, () => false)
}

async function importAll(settings: object = {}, path = source) {
  const id = await begin(settings, path)
  const progress: ImportProgress[] = []
  const name = await importDataset({ datasetsDir, id }, (report) => progress.push(report))
  return { name, progress, ...read(name) }
}

function read(name: string) {
  const dir = join(datasetsDir, name)
  const document = datasetDocumentSchema.parse(
    JSON.parse(readFileSync(join(dir, 'dataset.json'), 'utf8')),
  )
  return { dir, document }
}

const sha256 = (...parts: Uint8Array[]): string =>
  createHash('sha256').update(Buffer.concat(parts)).digest('hex')

function writeIdx(images: Uint8Array, labels: number[], split = 'train'): void {
  writeFileSync(join(source, `${split}-images-idx3-ubyte`), images)
  writeFileSync(join(source, `${split}-labels-idx1-ubyte`), idxBytes([labels.length], labels))
}

describe('importing', () => {
  it('stores pixels, labels, counts, mean and the fingerprints of the IDX files', async () => {
    const pixels = pattern(6 * 16)
    const labels = [0, 1, 2, 1, 1, 0]
    writeIdx(idxBytes([6, 4, 4], pixels), labels)
    writeIdx(idxBytes([2, 4, 4], pattern(32)), [2, 0], 't10k')
    const { name, dir, document, progress } = await importAll()
    expect(name).toBe('my-images')
    expect(document).toMatchObject({
      ...{ name: 'My images', width: 4, height: 4, channels: 1, classes: ['0', '1', '2'] },
      train: {
        ...{ images: 6, classCounts: [2, 3, 1] },
        fingerprint: sha256(idxBytes([6, 4, 4], pixels)),
        labelsFingerprint: sha256(idxBytes([6], labels)),
      },
      holdOut: { images: 2, classCounts: [1, 0, 1] },
      sizes: [{ width: 4, height: 4, images: 8 }],
    })
    const mean = pixels.reduce((sum, pixel) => sum + pixel, 0) / pixels.length
    expect(document.mean[0]).toBeCloseTo(mean, 9)
    expect(readFileSync(join(dir, 'train-00000.bin'))).toEqual(Buffer.from(pixels))
    // Two of the test images equal training images.
    expect(document.duplicates).toBe(2)
    expect(progress.at(-1)).toMatchObject({ stage: 'finishing', stored: 8, refused: 0 })
    expect(readdirSync(datasetsDir)).toEqual(['my-images'])
  })

  it('records the path of its source, but only the name of an upload, which is removed', async () => {
    const bytes = idxBytes([2, 4, 4], pattern(32))
    writeIdx(bytes, [0, 1])
    const { document } = await importAll()
    expect(document.source.path).toBe(source)
    const upload = join(root, 'uploads', 'a0'.repeat(12))
    await mkdir(upload, { recursive: true })
    const file = join(upload, 'train-images-idx3-ubyte')
    writeFileSync(file, bytes)
    const uploaded = await importAll({}, file)
    expect(uploaded.document.source.path).toBe('train-images-idx3-ubyte')
  })

  it('leaves out duplicates if asked to', async () => {
    const one = pattern(16)
    const images = Buffer.concat([one, one, one.map((byte) => byte ^ 1), one])
    writeIdx(idxBytes([4, 4, 4], images), [0, 0, 1, 1])
    const { document } = await importAll({ duplicates: 'skip' })
    expect(document).toMatchObject({ duplicates: 2, train: { images: 2, classCounts: [1, 1] } })
  })

  it('renumbers the classes that are kept, and drops those without images', async () => {
    writeIdx(idxBytes([4, 4, 4], pattern(64)), [0, 3, 3, 1])
    const { document, dir } = await importAll({ classes: ['3', '0'] })
    expect(document.classes).toEqual(['0', '3'])
    expect(document.train.classCounts).toEqual([1, 2])
    const labels = readFileSync(join(dir, 'train-labels.bin'))
    expect([0, 1, 2].map((i) => labels.readUInt16LE(2 * i))).toEqual([0, 1, 1])
  })

  it('skips damaged pictures by name, and keeps the others', async () => {
    await picturesOf(10)
    const whole = readFileSync(join(source, '00003.png'))
    writeFileSync(join(source, '00003.png'), whole.subarray(0, whole.length - 20))
    writeFileSync(join(source, '00007.png'), '<html></html>')
    const { document } = await importAll()
    expect(document.train.images).toBe(8)
    expect(document.refused.count).toBe(2)
    expect(document.refused.files.map(({ name }) => name)).toEqual(['00003.png', '00007.png'])
  })

  it('fails by name if nothing can be used, and leaves no data set', async () => {
    await picturesOf(3)
    for (const i of [0, 1, 2]) writeFileSync(join(source, `0000${i}.png`), 'no picture')
    await expect(importAll()).rejects.toMatchObject({
      code: 'data',
      problem: { code: 'nothingUsable' },
    })
    expect(readdirSync(datasetsDir)).toEqual(['.import-my-images'])
  })
})

describe('an interrupted import', () => {
  it.each([1, 4, 9])('continues after %d images as if nothing had happened', async (done) => {
    await picturesOf(10)
    const whole = await importAll({ holdOut: 0.2 })
    const id = await begin({ holdOut: 0.2 })
    await breakOff(id, done)
    const name = await importDataset({ datasetsDir, id }, () => undefined)
    const again = read(name)
    const { createdAt: _a, ...first } = whole.document
    const { createdAt: _b, ...second } = again.document
    expect(second).toEqual(first)
  })

  it('is refused if the source has changed since', async () => {
    await picturesOf(10)
    const id = await begin({})
    await breakOff(id, 5)
    await picturesOf(11)
    await expect(importDataset({ datasetsDir, id }, () => undefined)).rejects.toMatchObject({
      problem: { code: 'sourceChanged' },
    })
  })

  it('that had only to be renamed is renamed', async () => {
    await picturesOf(3)
    const { dir, document } = await importAll()
    const id = 'other'
    await rename(dir, stagingDirectory(datasetsDir, id))
    expect(await importDataset({ datasetsDir, id }, () => undefined)).toBe('other')
    expect(read('other').document).toEqual(document)
  })
})

describe('an import that fails at its end', () => {
  const labelsIn = (dir: string, part: string): number[] => {
    const bytes = readFileSync(join(dir, `${part}-labels.bin`))
    return Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readUInt16LE(2 * i))
  }

  it('gives the remaining classes the same images when it is continued', async () => {
    await picturesInClasses()
    const whole = await importAll({ holdOut: 0.5 })
    expect(whole.document.classes).toEqual(['bird', 'dog', 'owl'])
    const id = await begin({ holdOut: 0.5 })
    // The document cannot be written, after the classes have been renumbered.
    const inTheWay = join(stagingDirectory(datasetsDir, id), 'dataset.json')
    await mkdir(inTheWay)
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(importDataset({ datasetsDir, id }, () => undefined)).rejects.toThrow()
    }
    await rmdir(inTheWay)
    const again = read(await importDataset({ datasetsDir, id }, () => undefined))
    const { createdAt: _a, ...first } = whole.document
    const { createdAt: _b, ...second } = again.document
    expect(second).toEqual(first)
    for (const part of ['train', 'hold-out']) {
      expect(labelsIn(again.dir, part)).toEqual(labelsIn(whole.dir, part))
    }
    expect(readdirSync(again.dir).sort()).toEqual(readdirSync(whole.dir).sort())
  })

  it('takes the renumbered labels along if it has only to be renamed', async () => {
    await picturesInClasses()
    const { dir, document } = await importAll()
    const staging = stagingDirectory(datasetsDir, 'other')
    const labels = labelsIn(dir, 'train')
    await rename(dir, staging)
    await rename(join(staging, 'train-labels.bin'), join(staging, 'train-labels.bin.renumbered'))
    writeFileSync(join(staging, 'train-labels.bin'), Buffer.alloc(labels.length * 2, 9))
    const name = await importDataset({ datasetsDir, id: 'other' }, () => undefined)
    expect(read(name).document).toEqual(document)
    expect(labelsIn(join(datasetsDir, name), 'train')).toEqual(labels)
  })

  it('makes no data set of a folder that has neither journal nor document', async () => {
    await picturesOf(3)
    const id = await begin({})
    await unlink(join(stagingDirectory(datasetsDir, id), 'progress.json'))
    await expect(importDataset({ datasetsDir, id }, () => undefined)).rejects.toMatchObject({
      ...{ code: 'data', problem: { code: 'importUnreadable' } },
    })
    expect(readdirSync(datasetsDir)).toEqual(['.import-my-images'])
  })

  it('takes another name if its own is taken at the last moment', async () => {
    await picturesOf(3)
    const id = await begin({})
    const name = await importDataset({ datasetsDir, id }, ({ stage }) => {
      if (stage !== 'finishing') return
      mkdirSync(join(datasetsDir, id), { recursive: true })
      writeFileSync(join(datasetsDir, id, 'mine'), 'mine')
    })
    expect(name).toBe('my-images-2')
    expect(readFileSync(join(datasetsDir, id, 'mine'), 'utf8')).toBe('mine')
  })
})

/** Writes folders of pictures by class; no picture of "cat" can be used. */
async function picturesInClasses(): Promise<void> {
  for (const [c, name] of ['bird', 'cat', 'dog', 'owl'].entries()) {
    await mkdir(join(source, name))
    for (let i = 0; i < 4; i++) {
      const data = pattern(5 * 5).map((byte) => byte ^ (4 * c + i))
      const png = await encodePng({ data, width: 5, height: 5, channels: 1 })
      writeFileSync(join(source, name, `${i}.png`), c === 1 ? png.subarray(0, 50) : png)
    }
  }
}

/** Runs an import that fails after `done` images, with every image in its journal. */
async function breakOff(id: string, done: number): Promise<void> {
  const cut = importDataset(
    { datasetsDir, id },
    (progress) => {
      if (progress.stage === 'reading' && progress.done > done) throw new Error('broken off')
    },
    { reportEvery: 0, saveEvery: 0 },
  )
  await expect(cut).rejects.toThrow('broken off')
  expect(await readJournal(stagingDirectory(datasetsDir, id))).toMatchObject({ done })
}

/** The settings that `generate --out` writes beside the names of its images. */
const GENERATED = { latentScale: 1, statistics: 'running' }

/** Writes a folder as `generate --out` does. */
async function picturesOf(count: number): Promise<void> {
  const images = Array.from({ length: count }, (_, i) => `${String(i).padStart(5, '0')}.png`)
  for (const [i, name] of images.entries()) {
    const data = pattern(5 * 6 * 3).map((byte) => byte ^ i)
    const png = await encodePng({ data, width: 5, height: 6, channels: 3 })
    writeFileSync(join(source, name), png)
  }
  writeFileSync(join(source, 'manifest.json'), JSON.stringify({ ...GENERATED, images }))
}
