import { describe, expect, it } from 'vitest'
import { chosenFolder, droppedFolder, MAX_FOLDER_FILES } from './folder-files'
import type { ChosenFolder } from './folder-files'

const signal = new AbortController().signal
const pathsOf = async (folder: ChosenFolder | undefined): Promise<string[] | undefined> =>
  (await folder?.files(signal, () => undefined))?.map(({ path }) => path)

const chosen = (...paths: string[]) =>
  chosenFolder(
    paths.map((path) => Object.assign(new File(['x'], 'x'), { webkitRelativePath: path })),
  )

type Tree = { [name: string]: Tree | string | Error }
/** A folder as a browser gives it, which lists two entries at a time. */
function entryOf(name: string, content: Tree): FileSystemDirectoryEntry {
  const entries = Object.entries(content).map(([name, below]) => {
    if (typeof below === 'string') {
      const file = (resolve: (file: File) => void) => resolve(new File([below], name))
      return { name, isFile: true, isDirectory: false, file }
    }
    if (!(below instanceof Error)) return entryOf(name, below)
    const file = (_: unknown, reject: (error: Error) => void) => reject(below)
    return { name, isFile: true, isDirectory: false, file }
  })
  const createReader = () => {
    let at = 0
    return {
      readEntries: (resolve: (some: unknown[]) => void) => {
        resolve(entries.slice(at, at + 2))
        at += 2
      },
    }
  }
  return { name, isFile: false, isDirectory: true, createReader } as never
}

const PETS = {
  'b.png': '1',
  '.DS_Store': '2',
  'Thumbs.db': '3',
  cats: { '1.png': '4', '.hidden.png': '5', kittens: { '2.png': '6', '3.png': '7', '4.png': '8' } },
  '.git': { 'a.png': '9' },
  __MACOSX: { '._1.png': '10' },
  empty: {},
}
const EXPECTED = ['b.png', 'cats/1.png', ...[2, 3, 4].map((n) => `cats/kittens/${n}.png`)]

describe('a folder', () => {
  it('that was chosen has its files by their paths, without hidden ones', async () => {
    const folder = chosen(
      ...['pets/cats/kittens/4.png', 'pets/cats/1.png', 'pets/.DS_Store', 'pets/b.png'],
      ...['pets/cats/kittens/2.png', 'pets/Thumbs.db', 'pets/.git/a.png'],
      ...['pets/__MACOSX/._1.png', 'pets/cats/.hidden.png', 'pets/cats/kittens/3.png'],
    )
    expect([folder?.name, await pathsOf(folder)]).toEqual(['pets', EXPECTED])
  })

  it('that was dropped has the same', async () => {
    const folder = droppedFolder(entryOf('pets', PETS))
    expect([folder.name, await pathsOf(folder)]).toEqual(['pets', EXPECTED])
  })

  it('whose own name is hidden is used', async () => {
    expect(await pathsOf(chosen('.pets/a.png'))).toEqual(['a.png'])
    expect(await pathsOf(droppedFolder(entryOf('.pets', { 'a.png': '' })))).toEqual(['a.png'])
  })

  it('without files, or only with hidden ones, is refused', async () => {
    expect(chosenFolder([])).toBeUndefined()
    for (const folder of [chosen('x/.DS_Store'), droppedFolder(entryOf('x', { empty: {} }))]) {
      await expect(pathsOf(folder)).rejects.toMatchObject({
        problem: { code: 'uploadFolderEmpty' },
      })
    }
  })

  it('with too many files is refused', async () => {
    const file = new File([''], 'a.png')
    const one = {
      name: 'a.png',
      isFile: true,
      file: (resolve: (of: File) => void) => resolve(file),
    }
    // A folder that never ends.
    const readEntries = (resolve: (some: unknown[]) => void) => resolve(new Array(1000).fill(one))
    const many = { ...entryOf('many', {}), createReader: () => ({ readEntries }) } as never
    let found = 0
    const listing = droppedFolder(many).files(signal, (n) => (found = n))
    await expect(listing).rejects.toMatchObject({
      where: 'many',
      problem: { code: 'uploadFolderTooMany' },
    })
    expect(found).toBe(MAX_FOLDER_FILES)
  })

  it('with a file that the browser cannot read names it', async () => {
    const folder = droppedFolder(entryOf('x', { a: { 'b.png': new Error('not allowed') } }))
    await expect(pathsOf(folder)).rejects.toMatchObject({
      where: 'a/b.png',
      problem: { code: 'uploadFolderUnreadable' },
    })
  })

  it('is not listed further once that was cancelled', async () => {
    const controller = new AbortController()
    controller.abort(new Error('enough'))
    const listing = droppedFolder(entryOf('pets', PETS)).files(controller.signal, () => undefined)
    await expect(listing).rejects.toThrow('enough')
  })
})
