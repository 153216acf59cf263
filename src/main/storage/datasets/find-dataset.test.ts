import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failureOf } from '../../../contract/testing/failure-of'
import { idxBytes } from '../../sources/idx/testing'
import { writePrepared } from '../testing/prepared'
import { findFolder, lastingName } from './find-dataset'
import { findListing, listDatasets } from './list'

let root: string
let dirs: string[]
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'find-'))
  dirs = [join(root, 'bundled'), join(root, 'own')]
})
afterEach(() => rm(root, { recursive: true }))

const made = { count: 2, size: 2 }
const own = (id: string, name: string): string =>
  writePrepared(dirs[1] ?? '', id, { ...made, name })

describe('lastingName', () => {
  it('keeps names and paths, and replaces titles and other spellings by names', async () => {
    const path = own('digits', 'My digits: a/b')
    expect(await lastingName('digits', dirs)).toBe('digits')
    expect(await lastingName(path, dirs)).toBe(path)
    expect(await lastingName('My digits: a/b', dirs)).toBe('digits')
    expect(await lastingName('DIGITS', dirs)).toBe('digits')
  })

  it('is the path where another folder has the same name', async () => {
    writePrepared(dirs[0] ?? '', 'digits', made)
    const path = own('digits', 'Mine')
    const name = await lastingName('Mine', dirs)
    expect(await findFolder(name, dirs)).toMatchObject({ path })
  })
})

describe('the name of a removed data set', () => {
  it('does not lead to another one with that title', async () => {
    own('cats-2', 'cats')
    expect((await findFolder('cats', dirs)).name).toBe('cats-2')
    await mkdir(join(dirs[1] ?? '', '.removed-1700000000000-cats'))
    const failure = await failureOf(() => findFolder('cats', dirs))
    expect(failure.problem?.code).toBe('datasetRemoved')
    expect((await findFolder('cats-2', dirs)).name).toBe('cats-2')
  })

  it('does not lead to a folder of pictures in the working directory', async () => {
    const cwd = vi.spyOn(process, 'cwd').mockReturnValue(root)
    try {
      await mkdir(join(dirs[1] ?? '', '.removed-1700000000000-cats'), { recursive: true })
      await mkdir(join(root, 'cats', 'tabby'), { recursive: true })
      await writeFile(join(root, 'cats', 'tabby', '1.png'), 'x')
      const failure = await failureOf(() => findFolder('cats', dirs))
      expect(failure.problem?.code).toBe('datasetRemoved')
      // A path is that folder, and so is a name if the folder can be trained on.
      expect((await findFolder('./cats', dirs)).path).toBe(join(root, 'cats'))
      const images = idxBytes([2, 2, 2], new Uint8Array(8))
      await writeFile(join(root, 'cats', 'train-images-idx3-ubyte'), images)
      expect((await findFolder('cats', dirs)).path).toBe(join(root, 'cats'))
    } finally {
      cwd.mockRestore()
    }
  })
})

describe('findListing', () => {
  const codeOf = async (name: string) =>
    (await failureOf(() => findListing(name, dirs))).problem?.code

  it('is the data set that training finds: by name, path, title or letter case', async () => {
    const path = own('digits', 'My digits: a/b')
    own('others', 'Others')
    for (const name of ['digits', path, 'My digits: a/b', 'DIGITS']) {
      const found = await findFolder(name, dirs)
      expect(await findListing(name, dirs)).toMatchObject({ name: 'digits', path: found.path })
    }
    const all = await listDatasets(dirs)
    expect(await findListing('Others', dirs)).toEqual(all.find(({ name }) => name === 'others'))
  })

  it('is one of the sets in a folder, by the name that the list has', async () => {
    const folder = join(dirs[1] ?? '', 'many')
    await mkdir(folder, { recursive: true })
    for (const set of ['a', 'b'])
      await writeFile(
        join(folder, `${set}-train-images-idx3-ubyte`),
        idxBytes([2, 2, 2], new Uint8Array(8)),
      )
    for (const listing of await listDatasets(dirs))
      expect(await findListing(listing.name, dirs)).toEqual(listing)
    expect(await codeOf('many')).toBe('datasetUnknown')
  })

  it('says that a damaged data set is damaged, as the list does', async () => {
    const path = own('broken', 'Broken')
    await writeFile(join(path, 'dataset.json'), '{')
    const [listed] = await listDatasets(dirs)
    expect(await findListing('broken', dirs)).toEqual(listed)
    expect(listed?.problem).toBeDefined()
  })

  it('is nothing elsewhere, hidden or ambiguous', async () => {
    const elsewhere = writePrepared(join(root, 'elsewhere'), 'digits', made)
    own('.import-x', 'Unfinished')
    own('one', 'Same')
    own('two', 'Same')
    for (const name of [elsewhere, '.import-x', '.', '..', '', 'nothing', root])
      expect([name, await codeOf(name)]).toEqual([name, 'datasetUnknown'])
    expect(await codeOf('Same')).toBe('datasetNameAmbiguous')
  })
})
