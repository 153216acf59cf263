import fs from 'node:fs'
import path from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { preparationSchema } from '../../../contract/datasets/preparation'
import { folderStamps } from '../../storage/datasets/folder-stamps'
import { documentFile, stagingDirectory } from '../../storage/datasets/paths'
import { RemovedDatasets } from '../../storage/datasets/removed'
import { renameDataset } from '../../storage/datasets/rename'
import { createStaging, whileStaged } from '../../storage/datasets/staging'
import { writePrepared } from '../../storage/testing/prepared'
import { tempDir } from '../../storage/testing/temp-dir'
import { DatasetsWatch } from './datasets-watch'

const watches: DatasetsWatch[] = []
afterEach(() => watches.splice(0).forEach((watch) => watch.stop()))

/** A watch on a folder, and what it has noticed, in order. */
async function watched(datasetsDir: string, failing: string[] = []) {
  const noticed: string[] = []
  const watch = new DatasetsWatch({
    datasetsDir,
    intervalMs: 1,
    changed: () => noticed.push('changed'),
    importChanged: (id) => {
      noticed.push(id)
      return failing.includes(id) ? Promise.reject(new Error('unreadable')) : Promise.resolve()
    },
  })
  watches.push(watch)
  watch.start()
  await watch.ready()
  /** Waits until something is noticed, once `change` is done. */
  const after = async (change: () => unknown): Promise<string | undefined> => {
    noticed.length = 0
    await change()
    await vi.waitUntil(() => noticed.length > 0, { timeout: 60_000 })
    return noticed[0]
  }
  return { watch, noticed, after }
}

const begin = (dir: string, name: string): Promise<string> => {
  const preparation = preparationSchema.parse({ imageSize: 4, channels: 1 })
  const request = { source: { path: '/pictures', options: {} }, preparation, name }
  return createStaging(dir, request, () => false)
}

test('every kind of change is noticed, also in a folder that did not exist', async () => {
  const dir = path.join(tempDir(), 'datasets')
  const removed = new RemovedDatasets(dir)
  const { after } = await watched(dir)
  const set = path.join(dir, 'cats')
  expect(await after(() => writePrepared(dir, 'cats', { count: 3, size: 4 }))).toBe('changed')
  expect(await after(() => renameDataset(set, 'Dogs'))).toBe('changed')
  expect(await after(() => fs.appendFileSync(documentFile(set), ' '))).toBe('changed')
  let entry = ''
  expect(await after(async () => (entry = await removed.put('cats')))).toBe('changed')
  expect(await after(() => removed.restore(entry))).toBe('changed')
  expect(await after(() => fs.rmSync(documentFile(set)))).toBe('changed')
  expect(await after(() => fs.mkdirSync(path.join(dir, 'idx')))).toBe('changed')
  expect(await after(() => fs.writeFileSync(path.join(dir, 'idx', 'images'), ''))).toBe('changed')
})

test('an import is noticed when it begins, when a process runs it, and when it ends', async () => {
  const dir = tempDir()
  const failing = await begin(dir, 'Birds')
  const { after } = await watched(dir, [failing])
  let id = ''
  expect(await after(async () => (id = await begin(dir, 'Cats')))).toBe('cats')
  let end: () => void = () => undefined
  let held = Promise.resolve()
  const hold = (of: string) => () => {
    held = whileStaged(dir, of, () => new Promise<void>((resolve) => (end = resolve)), 0)
  }
  for (const one of [id, failing]) {
    expect(await after(hold(one))).toBe(one)
    const released = async () => {
      end()
      await held
    }
    expect(await after(released)).toBe(one)
  }
  expect(await after(() => fs.rmSync(stagingDirectory(dir, id), { recursive: true }))).toBe(
    'changed',
  )
})

test('stamps stay the same while nothing changes, whatever locks and temporary files there are', async () => {
  const dir = tempDir()
  for (const name of ['a', 'b']) writePrepared(dir, name, { count: 3, size: 4 })
  const id = await begin(dir, 'Cats')
  fs.mkdirSync(path.join(dir, '.removed-1790000000000-old'))
  const before = await folderStamps(dir)
  expect([...before.sets.keys()].sort()).toEqual(['.removed-1790000000000-old', 'a', 'b'])
  expect([...before.imports.keys()]).toEqual([id])
  fs.writeFileSync(path.join(dir, '.tmp-1-0123456789ab-x'), '')
  fs.mkdirSync(path.join(dir, '.tmp-1-0123456789ab-y'))
  fs.writeFileSync(path.join(dir, '.import-other.lock'), '')
  expect(await folderStamps(dir)).toEqual(before)
})

test('nothing is noticed after the end', async () => {
  const dir = tempDir()
  const { watch, noticed } = await watched(dir)
  watch.stop()
  writePrepared(dir, 'a', { count: 3, size: 4 })
  const later = await watched(dir)
  await later.after(() => writePrepared(dir, 'b', { count: 3, size: 4 }))
  expect(noticed).toEqual([])
})
