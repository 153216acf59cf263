import fs from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Dataset } from '../../../contract/datasets/dataset'
import { failureOf } from '../../../contract/testing/failure-of'
import { pattern } from '../../image/testing'
import { idxBytes, writeFolder } from '../../sources/idx/testing'
import { pixelsOf } from '../testing/pixels-of'
import { changeDocument, writePrepared } from '../testing/prepared'
import { tempDir } from '../testing/temp-dir'
import { checkClasses, checkDataset, loadDataset, trainingShape } from './load-dataset'

let dir: string
beforeEach(() => (dir = tempDir()))

/** Loads into memory, or by window. */
function load(name: string, how: 'memory' | 'window', options: object = {}): Promise<Dataset> {
  const wanted = { datasetsDirs: ['', dir], imageSize: 8, channels: 3, ...options }
  return loadDataset(name, { ...wanted, memoryBudget: how === 'memory' ? Infinity : 1 })
}

describe.each(['memory', 'window'] as const)('a prepared data set (%s)', (how) => {
  it.each([1, 3] as const)('is the same as its IDX files: %i channels', async (channels) => {
    const made = { count: 30, size: 8, channels, classes: 4 }
    writePrepared(dir, 'set', made)
    const dims = [30, 8, 8, ...(channels === 1 ? [] : [3])]
    await writeFolder(dir, 'idx', {
      'train-images-idx3-ubyte': idxBytes(dims, pattern(30 * 64 * channels)),
      'train-labels-idx1-ubyte': idxBytes(
        [30],
        Array.from({ length: 30 }, (_, i) => i % 4),
      ),
    })
    for (const [imageSize, wanted] of [
      [8, channels],
      [8, 4 - channels],
      [5, 3],
      [13, 1],
    ]) {
      const options = { imageSize, channels: wanted, classes: 4 }
      const set = await load('set', how, options)
      const idx = await load('idx', 'memory', options)
      expect(pixelsOf(set)).toEqual(pixelsOf(idx))
      expect([...(set.labels ?? [])]).toEqual([...(idx.labels ?? [])])
      // IDX files have no names for their classes.
      const { name: _, path: __, classNames: ___, ...content } = set.identity
      expect(idx.identity).toMatchObject(content)
      await set.images.close?.()
    }
  })

  it('has up to 1000 classes', async () => {
    writePrepared(dir, 'set', { count: 1500, size: 2, classes: 1000 })
    const set = await load('set', how, { classes: 1000 })
    expect([...(set.labels ?? [])].slice(998, 1002)).toEqual([998, 999, 0, 1])
    await set.images.close?.()
  })

  it('has a part for measuring', async () => {
    writePrepared(dir, 'set', { count: 12, size: 8, holdOut: 5 })
    const set = await load('set', how, { split: 't10k', channels: 1 })
    expect(pixelsOf(set)).toEqual(pattern(5 * 64))
    await set.images.close?.()
    writePrepared(dir, 'without', { count: 12, size: 8 })
    const error = await failureOf(() => load('without', how, { split: 't10k' }))
    expect(error).toMatchObject({ code: 'data', problem: { code: 'datasetWithoutHoldOut' } })
  })
})

describe('a prepared data set', () => {
  const made = { count: 10, size: 8, classes: 3 }

  it('is found by its folder, by its name unless two have it, and by its path', async () => {
    const path = writePrepared(dir, 'cats-2', { ...made, name: 'Cats / of Bern' })
    for (const name of ['cats-2', 'Cats-2', 'Cats / of Bern', path]) {
      const { identity } = await load(name, 'memory')
      expect(identity).toMatchObject({ name: 'Cats / of Bern', path })
      await checkDataset(name, [dir])
      expect(await trainingShape(name, [dir])).toMatchObject({ count: 10, prepared: true })
    }
    writePrepared(dir, 'cats-3', { ...made, name: 'Cats / of Bern' })
    const error = await failureOf(() => load('Cats / of Bern', 'memory'))
    expect(error.problem?.code).toBe('datasetNameAmbiguous')
    expect(error.message).toMatch('cats-2, cats-3')
    expect((await load('cats-3', 'memory')).count).toBe(10)
  })

  it('is found by its folder before another set with that name', async () => {
    writePrepared(dir, 'one', { ...made, name: 'two' })
    const path = writePrepared(dir, 'two', { ...made, name: 'one' })
    expect((await load('two', 'memory')).identity.path).toBe(path)
  })

  it('has the classes of its document, also if the last has no images', async () => {
    const path = writePrepared(dir, 'set', made)
    changeDocument(path, ({ classes }) => ({ classes: [...(classes ?? []), 'rare'] }))
    await checkClasses('set', [dir], { classes: 4 })
    expect((await load('set', 'memory', { classes: 4 })).labels).toHaveLength(10)
    for (const attempt of [
      () => checkClasses('set', [dir], { classes: 3 }),
      () => load('set', 'memory', { classes: 3 }),
    ]) {
      expect((await failureOf(attempt)).problem?.code).toBe('classesDoNotFit')
    }
  })

  it('with a label that is no class is refused', async () => {
    const path = writePrepared(dir, 'set', made)
    changeDocument(path, () => ({ classes: ['c0', 'c1'] }))
    const error = await failureOf(() => load('set', 'window'))
    expect(error.problem).toMatchObject({ code: 'datasetLabelUnknown', given: { label: 2 } })
  })

  it.each(['memory', 'window'] as const)(
    'whose pixels were changed after it was made is refused (%s)',
    async (how) => {
      const path = writePrepared(dir, 'set', made)
      const file = join(path, 'train-00001.bin')
      const bytes = fs.readFileSync(file)
      const createdAt = new Date().toISOString()
      changeDocument(path, () => ({ createdAt }))
      // As the import leaves it.
      for (const name of fs.readdirSync(path)) fs.utimesSync(join(path, name), 1e9, 1e9)
      await (await load('set', how)).images.close?.()
      fs.writeFileSync(file, bytes.fill(1, 5, 6))
      const later = (Date.parse(createdAt) + 60_000) / 1000
      fs.utimesSync(file, later, later)
      const error = await failureOf(() => load('set', how))
      expect(error).toMatchObject({ code: 'data', problem: { code: 'datasetDamaged' } })
    },
  )

  it.each(['memory', 'window'] as const)('that was copied is read as before (%s)', async (how) => {
    const path = writePrepared(dir, 'set', made)
    changeDocument(path, () => ({ createdAt: '2020-01-01T00:00:00.000Z' }))
    const set = await load('set', how, { channels: 1 })
    expect(pixelsOf(set)).toEqual(pattern(10 * 64))
    await set.images.close?.()
  })

  it('without labels says how they come into it', async () => {
    writePrepared(dir, 'set', { count: 10, size: 8 })
    for (const ownNetworks of [false, true]) {
      const wanted = { classes: 3, ownNetworks }
      for (const attempt of [
        () => checkClasses('set', [dir], wanted),
        () => load('set', 'memory', wanted),
      ]) {
        const { remedy } = await failureOf(attempt)
        expect(remedy).toMatch(/import the images again with class folders or a labels file/)
        expect(remedy).not.toMatch(/idx/)
      }
    }
  })

  it.each(['memory', 'window'] as const)('with other labels is refused (%s)', async (how) => {
    const path = writePrepared(dir, 'set', made)
    const file = join(path, 'train-labels.bin')
    const labels = fs.readFileSync(file)
    fs.writeFileSync(file, labels.fill(labels.subarray(2, 4), 0, 2))
    const error = await failureOf(() => load('set', how, { classes: 3 }))
    expect(error).toMatchObject({
      ...{ code: 'data', where: file },
      problem: { code: 'datasetLabelsDamaged' },
    })
    expect(error.remedy).toBeTruthy()
  })

  it.each(['memory', 'window'] as const)('with a file cut short is refused (%s)', async (how) => {
    fs.truncateSync(join(writePrepared(dir, 'set', made), 'train-00000.bin'), 3)
    for (const attempt of [() => load('set', how), () => checkDataset('set', ['', dir])]) {
      expect((await failureOf(attempt)).problem?.code).toBe('datasetFileSize')
    }
  })

  it('without images to train on is refused', async () => {
    const path = writePrepared(dir, 'set', made)
    changeDocument(path, ({ train }) => ({ train: { ...train, images: 0, shards: [] } }))
    for (const attempt of [() => load('set', 'memory'), () => trainingShape('set', [dir])]) {
      expect((await failureOf(attempt)).problem?.code).toBe('datasetWithoutTraining')
    }
  })
})
