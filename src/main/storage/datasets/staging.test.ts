import fs from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { preparationSchema } from '../../../contract/datasets/preparation'
import { failureOf } from '../../../contract/testing/failure-of'
import { tempDir } from '../testing/temp-dir'
import { readJournal } from './journal'
import { stagingDirectory } from './paths'
import { createStaging, idFor, removeStaging, stagedIds, whileStaged } from './staging'

let dir: string
beforeEach(() => (dir = tempDir()))
afterEach(() => void vi.restoreAllMocks())

const create = (name: string, path = '/pictures'): Promise<string> => {
  const preparation = preparationSchema.parse({ imageSize: 4, channels: 1 })
  return createStaging(dir, { source: { path, options: {} }, preparation, name }, () => false)
}

describe('the name of a folder', () => {
  it.each(['a'.repeat(120), '𠮷'.repeat(60), 'नि'.repeat(60), '👩‍🚀'.repeat(20)])(
    'leaves room for the names of locks and temporary files: %s',
    async (name) => {
      expect(Buffer.byteLength(idFor(name))).toBeLessThanOrEqual(150)
      expect(await create(name)).toBe(idFor(name))
    },
  )

  it.each(['con', 'NUL', 'Com1', 'lpt9', 'aux', 'PRN'])(
    'is not a device of Windows: %s',
    (name) => {
      expect(idFor(name)).toBe(`images-${name.toLowerCase()}`)
    },
  )

  it.each([
    ['../../etc', 'etc'],
    ['..', 'images'],
    ['a/b\\c\0d', 'a-b-c-d'],
    ['\u202eדג', 'דג'],
    ['😀', 'images'],
    ['console', 'console'],
  ])('has only letters, digits and dashes: %j', (name, id) => expect(idFor(name)).toBe(id))
})

describe('imports', () => {
  it('that begin at the same time with the same name get a folder each', async () => {
    const paths = Array.from({ length: 8 }, (_, i) => `/pictures/${i}`)
    const ids = await Promise.all(paths.map((path) => create('cats', path)))
    expect(new Set(ids).size).toBe(8)
    const journals = ids.map((id) => readJournal(stagingDirectory(dir, id)))
    const sources = (await Promise.all(journals)).map(({ request }) => request.source.path)
    expect(sources).toEqual(paths)
  })

  it('are folders: locks that were being taken over and other files are none', async () => {
    await create('cats')
    await writeFile(join(dir, '.import-cats.lock'), '')
    await writeFile(join(dir, `.import-cats.lock.${'a0'.repeat(16)}`), '')
    await writeFile(join(dir, '.import-dogs'), '')
    await mkdir(join(dir, '.import-'))
    expect(await stagedIds(dir)).toEqual(['cats'])
  })

  it.each(['ENOSPC', 'EDQUOT'])('can be removed from a full disk (%s)', async (code) => {
    await create('cats')
    const { open } = fs.promises
    vi.spyOn(fs.promises, 'open').mockImplementation((path, flags, mode) =>
      flags === 'wx'
        ? Promise.reject(Object.assign(new Error('no room'), { code }))
        : open(path, flags, mode),
    )
    await removeStaging(dir, 'cats')
    expect(fs.readdirSync(dir)).toEqual([])
  })

  it('are not removed from a full disk while another process works on them', async () => {
    await create('cats')
    const { open } = fs.promises
    const lock = `${stagingDirectory(dir, 'cats')}.lock`
    // Incomplete, as if it were being written at the moment.
    fs.writeFileSync(lock, '')
    vi.spyOn(fs.promises, 'open').mockImplementation((path, flags, mode) =>
      flags === 'wx'
        ? Promise.reject(Object.assign(new Error('no room'), { code: 'ENOSPC' }))
        : open(path, flags, mode),
    )
    const error = await failureOf(() => removeStaging(dir, 'cats'))
    expect(error.problem?.code).toBe('diskFull')
    expect(await stagedIds(dir)).toEqual(['cats'])
  })
})

it('an import that another process works on says so when it is removed or continued', async () => {
  const id = await create('cats')
  const work = whileStaged(
    dir,
    id,
    async () => {
      for (const attempt of [
        () => whileStaged(dir, id, () => Promise.resolve(), 0),
        () => removeStaging(dir, id),
      ]) {
        const error = await failureOf(attempt)
        expect(error).toMatchObject({ code: 'usage', problem: { code: 'importRunning' } })
      }
    },
    0,
  )
  await work
  await removeStaging(dir, id)
  expect(fs.readdirSync(dir)).toEqual([])
})

describe('a damaged journal', () => {
  it.each([
    ['done', 1e15],
    ['train', 5],
    ['holdOut', -1],
    ['total', 'many'],
    ['schemaVersion', 2],
    ['sizes', 3],
  ])('is refused, to be cancelled: %s is %s', async (key, value) => {
    const staging = stagingDirectory(dir, await create('cats'))
    const file = join(staging, 'progress.json')
    const journal = JSON.parse(fs.readFileSync(file, 'utf8')) as object
    fs.writeFileSync(file, JSON.stringify({ ...journal, total: 10, done: 4, [key]: value }))
    const error = await failureOf(() => readJournal(staging))
    expect(error).toMatchObject({ code: 'data', where: file })
    expect(error.remedy).toBeTruthy()
  })
})
