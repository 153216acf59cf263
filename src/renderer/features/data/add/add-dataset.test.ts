import { unzipSync } from 'fflate'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CommandReply } from '../../../../contract/api'
import { problemError, StudioError } from '../../../../contract/errors'
import { Connection } from '../../../state/connection.svelte'
import { Datasets } from '../../../state/datasets.svelte'
import { FakeClient } from '../../../testing/fake-client'
import { fakeDescription, fakeListing } from '../../../testing/fake-datasets'
import { flushPromises } from '../../../testing/flush-promises'
import type { ChosenItem } from '../../../transport/chosen-items'
import type { ChosenFolder } from '../../../transport/folder-files'
import type { FolderFile } from '../../../transport/folder-zip'
import type { UploadProgress } from '../../../transport/upload'
import type { Uploadable } from '../../../transport/uploadable'
import { AddDataset } from './add-dataset.svelte'

let client: FakeClient
let datasets: Datasets
let timers: (() => void)[]
let paths: Map<string, string>
/** The upload in progress, as the test ends it. */
let upload: {
  file: Uploadable
  progress: (now: UploadProgress) => void
  finish: (path: string) => void
  fail: (error: Error) => void
  signal: AbortSignal
}
let uploads: number
/** Paths of uploads that the page has removed. */
let removed: string[]
let add: AddDataset

beforeEach(() => {
  client = new FakeClient()
  datasets = new Datasets(client, new Connection(client), () => undefined)
  client.connect()
  timers = []
  paths = new Map()
  uploads = 0
  removed = []
  add = new AddDataset(client, datasets, {
    pathOf: ({ name }) => paths.get(name),
    upload: (file, progress, signal) =>
      new Promise((resolve, reject) => {
        uploads++
        const finish = (path: string) => resolve({ path, remove: () => void removed.push(path) })
        upload = { file, progress, finish, fail: reject, signal }
      }),
    later: (_, run) => {
      timers.push(run)
      return () => void (timers = timers.filter((one) => one !== run))
    },
  })
})
const elapse = async () => {
  for (const run of timers.splice(0)) run()
  await flushPromises()
}
const sent = (command: string) =>
  client.calls.filter((call) => call.command === command).map(({ request }) => request)
const fileNamed = (name: string) => new File(['x'], name)
const folderOf = (name: string, paths: string[]): ChosenFolder => ({
  name,
  files: async (_, onFound) => {
    onFound(paths.length)
    return paths.map((path) => ({ path, file: fileNamed(path) }))
  },
})
const chosen = (name: string, folder?: ChosenFolder): ChosenItem => ({
  file: fileNamed(name),
  folder,
})
const chosenFolder = (name: string, ...paths: string[]) => chosen(name, folderOf(name, paths))
/** Answers that the next source cannot be used. */
const refuseSource = (error: Error): void => {
  client.override['sources.describe'] = () => {
    throw error
  }
}
async function describePath(path = '/pictures/cats') {
  add.path = path
  await add.describe()
}

describe('a source by its path', () => {
  it('is read, and suggests a preparation and a name that is free', async () => {
    client.datasets.listings = [fakeListing('x', { title: 'cats' })]
    await datasets.ensureLoaded()
    await describePath('  /pictures/cats ')
    expect([add.source?.path, add.name, add.ready]).toEqual(['/pictures/cats', 'cats 2', true])
    expect(add.preparation.value).toMatchObject({ imageSize: 64, channels: 3 })
  })

  it('that cannot be read is an error, which another path ends', async () => {
    client.override['sources.describe'] = () => {
      throw new StudioError('data', 'nothing here')
    }
    await describePath()
    expect([add.error?.message, add.ready, add.description]).toEqual([
      'nothing here',
      false,
      undefined,
    ])
    add.path = '/elsewhere'
    expect(add.error).toBeUndefined()
  })

  it('that was replaced meanwhile is not shown', async () => {
    const answers: ((reply: CommandReply<'sources.describe'>) => void)[] = []
    client.override['sources.describe'] = () => new Promise((resolve) => answers.push(resolve))
    add.path = '/one'
    void add.describe()
    await flushPromises()
    add.path = '/two'
    expect(add.reading).toBe(false)
    answers[0]?.(fakeDescription({ path: '/one' }))
    await flushPromises()
    expect(add.description).toBeUndefined()
  })

  it('that is no longer wanted while it is read is cancelled', async () => {
    client.override['sources.describe'] = () => new Promise(() => undefined)
    add.path = '/slow'
    void add.describe()
    const [request] = sent('sources.describe')
    expect([add.reading, sent('sources.cancel')]).toEqual([true, []])
    add.cancelReading()
    const { ticket } = request as { ticket: string }
    expect([add.reading, sent('sources.cancel')]).toEqual([false, [{ ticket }]])
    add.path = '/other'
    void add.describe()
    add.path = '/third'
    expect(sent('sources.cancel')).toHaveLength(2)
    await flushPromises()
    expect([add.description, add.error]).toEqual([undefined, undefined])
  })

  it('is read again with other options, keeping what was changed', async () => {
    await describePath('/x.npz')
    add.preparation.imageSize = 40
    add.setOptions({ layout: 'NCHW' })
    add.setOptions({ layout: 'NHWC' })
    await elapse()
    expect(sent('sources.describe')).toEqual([
      { source: { path: '/x.npz', options: {} }, ticket: expect.any(String) },
      { source: { path: '/x.npz', options: { layout: 'NHWC' } }, ticket: expect.any(String) },
    ])
    expect(add.preparation.imageSize).toBe(40)
    add.setOptions({ layout: undefined })
    await elapse()
    expect(sent('sources.describe').at(-1)).toMatchObject({
      source: { path: '/x.npz', options: {} },
    })
  })

  it('offers its options also while they are wrong', async () => {
    client.override['sources.describe'] = () => {
      const range = { name: 'x', lowest: -4, highest: 7 }
      throw problemError('data', 'arrayRangeUnclear', range)
    }
    await describePath('/x.npy')
    expect(add.offered).toEqual(['range'])
    add.setOptions({ range: [0, 1] })
    expect(add.offered).toEqual(['range'])
    client.override = {}
    client.datasets.description = fakeDescription({ kind: 'npz', options: { range: [0, 1] } })
    await elapse()
    expect([add.error, add.ready, add.source?.options]).toEqual([
      undefined,
      true,
      { range: [0, 1] },
    ])
  })
})

describe('a file', () => {
  it('of the studio’s machine is read where it is', async () => {
    paths.set('cats', '/home/me/cats')
    await add.choose(chosen('cats', folderOf('cats', ['1.png'])))
    expect([add.path, add.source?.path, add.upload]).toEqual([
      '/home/me/cats',
      '/home/me/cats',
      undefined,
    ])
  })

  it('in a browser is uploaded, then read, and keeps its name', async () => {
    void add.choose(chosen('Cats.zip'))
    upload.progress({ sent: 1, waiting: true })
    expect(add.upload).toMatchObject({ name: 'Cats.zip', bytes: 1, sent: 1, waiting: true })
    upload.finish('/data/uploads/8f3a/file.zip')
    await flushPromises()
    expect([add.upload, add.source?.path, add.name]).toEqual([
      undefined,
      '/data/uploads/8f3a/file.zip',
      'Cats',
    ])
    expect([add.shownPath, add.uploaded?.packed]).toEqual(['Cats.zip', false])
    add.shownPath = 'Cats.zip'
    expect(add.source?.path).toBe('/data/uploads/8f3a/file.zip')
    add.shownPath = '/cats'
    expect([add.path, add.shownPath, add.uploaded, add.source]).toEqual([
      '/cats',
      '/cats',
      undefined,
      undefined,
    ])
  })

  it('that a browser cannot send is refused by name', async () => {
    await add.choose(chosen('cat.tiff'))
    expect([add.error?.problem?.code, add.upload]).toEqual(['uploadOtherType', undefined])
  })

  it('that was cancelled or replaced has no effect', async () => {
    void add.choose(chosen('one.zip'))
    const first = upload
    void add.choose(chosen('two.zip'))
    expect(first.signal.aborted).toBe(true)
    first.progress({ sent: 1, waiting: false })
    first.fail(new Error('aborted'))
    await flushPromises()
    expect([add.upload?.name, add.error]).toEqual(['two.zip', undefined])
    add.cancelUpload()
    expect([upload.signal.aborted, add.upload]).toEqual([true, undefined])
  })

  it('whose upload fails says why', async () => {
    void add.choose(chosen('one.zip'))
    upload.fail(problemError('internal', 'uploadStuck', {}))
    await flushPromises()
    expect([add.upload, add.error?.problem?.code]).toEqual([undefined, 'uploadStuck'])
  })
})

describe('pictures in a browser', () => {
  const packed = async (...names: string[]) => {
    if (names.length === 1) void add.choose(chosen(names[0] ?? ''))
    else void add.chooseSeveral(names.map((name) => chosen(name)))
    await flushPromises()
    return [add.upload?.name, add.upload?.files, upload.file.name]
  }

  it('are packed and uploaded like a folder', async () => {
    expect(await packed('a.png', 'b.JPG', 'a.png')).toEqual(['pictures', 3, 'pictures.zip'])
    const bytes = await upload.file.slice(0, upload.file.size).arrayBuffer()
    expect(Object.keys(unzipSync(new Uint8Array(bytes)))).toEqual(['2-a.png', 'a.png', 'b.JPG'])
    expect(await packed('cat.1.webp')).toEqual(['cat.1', 1, 'cat.1.zip'])
  })

  it('with other files are refused, with what to do instead', async () => {
    await add.chooseSeveral(['a.png', 'b.zip'].map((name) => chosen(name)))
    expect([add.error?.problem?.code, add.upload, uploads]).toEqual(['uploadSeveral', undefined, 0])
    expect(add.error?.where).toBe('b.zip')
  })

  it('on the studio’s machine are given by their folder', async () => {
    paths.set('a.png', '/pictures/a.png')
    await add.chooseSeveral(['a.png', 'b.png'].map((name) => chosen(name)))
    expect([add.error?.problem, uploads]).toEqual([
      { code: 'severalFiles', given: { parent: '' } },
      0,
    ])
    paths.set('b.png', '/pictures/b.png')
    await add.chooseSeveral([chosen('a.png'), chosenFolder('b.png')])
    expect(add.error?.problem?.given).toEqual({ parent: '/pictures' })
    await add.choose(chosen('a.png'))
    expect([add.source?.path, uploads]).toEqual(['/pictures/a.png', 0])
  })
})

describe('folders and pictures chosen together in a browser', () => {
  const packedNames = async () => {
    await flushPromises()
    const bytes = await upload.file.slice(0, upload.file.size).arrayBuffer()
    return Object.keys(unzipSync(new Uint8Array(bytes)))
  }

  it('become one source, with each folder under its name', async () => {
    const flags = chosenFolder('Flags', '1.png', 'more/2.png')
    void add.chooseSeveral([flags, chosen('a.png'), chosenFolder('Symbols', '1.png')])
    const names = ['Flags/1.png', 'Flags/more/2.png', 'Symbols/1.png', 'a.png']
    expect(await packedNames()).toEqual(names)
    expect(add.upload).toMatchObject({ name: 'pictures', files: 4 })
  })

  it('lose no file if two folders have the same name', async () => {
    void add.chooseSeveral([chosenFolder('cats', '1.png'), chosenFolder('cats', '1.png', '2.png')])
    expect(await packedNames()).toEqual(['cats/1.png', 'cats/1 (2).png', 'cats/2.png'])
  })

  it('with a file that is no picture are refused, in any order', async () => {
    const items = [chosenFolder('Flags', '1.png'), chosen('cats.zip')]
    for (const given of [items, items.toReversed()]) {
      await add.chooseSeveral(given)
      const { problem, where } = add.error ?? {}
      expect([problem?.code, where, uploads]).toEqual(['uploadSeveral', 'cats.zip', 0])
    }
  })

  it('are refused if one of the folders is empty, by its name', async () => {
    const files = () =>
      Promise.reject(problemError('usage', 'uploadFolderEmpty', {}, { where: 'x' }))
    await add.chooseSeveral([chosenFolder('Flags', '1.png'), chosen('x', { name: 'x', files })])
    expect([add.error?.where, add.upload, uploads]).toEqual(['x', undefined, 0])
  })
})

describe('what was uploaded', () => {
  const path = '/data/uploads/8f3a/Cats.zip'
  const uploadCats = async () => {
    void add.choose(chosenFolder('Cats', '1.png'))
    await flushPromises()
    upload.finish(path)
    await flushPromises()
  }

  it('is removed if it cannot be used, and its error has the name that was chosen', async () => {
    refuseSource(problemError('data', 'folderWithoutPictures', {}, { where: path }))
    await uploadCats()
    expect([removed, add.path, add.uploaded]).toEqual([[path], '', undefined])
    expect(add.error).toMatchObject({ where: 'Cats', problem: { code: 'folderWithoutPictures' } })
  })

  it('stays if an option or another attempt can help', async () => {
    const range = { name: 'x', lowest: -4, highest: 7 }
    for (const error of [
      problemError('data', 'arrayRangeUnclear', range, { where: path }),
      problemError('data', 'sourceSlow', { seconds: 9 }, { where: path }),
      new StudioError('internal', 'lost'),
    ]) {
      refuseSource(error)
      await uploadCats()
      expect([removed, add.path, add.uploaded?.path]).toEqual([[], path, path])
      add.clear()
      expect(removed.splice(0)).toEqual([path])
    }
  })

  it('is removed when another source takes its place, but not from an import', async () => {
    await uploadCats()
    add.shownPath = '/elsewhere'
    expect(removed.splice(0)).toEqual([path])
    await uploadCats()
    expect(await add.start()).toBe(true)
    expect([removed, add.path]).toEqual([[], ''])
  })

  it('is removed if it was complete before it could be cancelled', async () => {
    void add.choose(chosenFolder('Cats', '1.png'))
    await flushPromises()
    add.cancelUpload()
    upload.finish(path)
    await flushPromises()
    expect([removed, add.path]).toEqual([[path], ''])
  })
})

describe('a folder in a browser', () => {
  it('is packed and uploaded, then read, and keeps its name', async () => {
    void add.choose(chosen('Cats', folderOf('Cats', ['1.png', '2.png'])))
    expect(add.upload).toMatchObject({ name: 'Cats', files: 2, bytes: undefined })
    await flushPromises()
    expect(add.upload).toMatchObject({ name: 'Cats', files: 2, sent: 0 })
    expect(upload.file.name).toBe('Cats.zip')
    expect(add.upload?.bytes).toBe(upload.file.size)
    upload.finish('/data/uploads/8f3a/Cats.zip')
    await flushPromises()
    expect([add.shownPath, add.name, add.uploaded?.packed]).toEqual(['Cats', 'Cats', true])
    expect(add.source?.path).toBe('/data/uploads/8f3a/Cats.zip')
  })

  it('without pictures is refused before it is uploaded', async () => {
    const idx = ['train-images-idx3-ubyte', 't10k-labels-idx1-ubyte.gz']
    for (const [paths, code] of [
      [idx, 'uploadByPath'],
      [['cifar-10-batches-bin/data_batch_1.bin', 'readme.html'], 'uploadByPath'],
      [['a.npz', 'notes.txt'], 'uploadWithoutPictures'],
    ] as const) {
      await add.choose(chosenFolder('x', ...paths))
      await flushPromises()
      expect([add.error?.problem?.code, add.upload, uploads]).toEqual([code, undefined, 0])
    }
    // A file without an extension may be a picture.
    void add.choose(chosenFolder('x', 'train-images-idx3-ubyte', '1234'))
    await flushPromises()
    expect(uploads).toBe(1)
  })

  it('has the true number of its files once all were found', async () => {
    const files = async (_: AbortSignal, onFound: (n: number) => void) => {
      onFound(100)
      return Array.from({ length: 107 }, (_, i) => ({ path: `${i}.png`, file: fileNamed('x') }))
    }
    void add.chooseFolder({ name: 'Cats', files })
    await flushPromises()
    expect(add.upload?.files).toBe(107)
  })

  it('that has no files is refused, and forgets the last source', async () => {
    await describePath()
    await add.chooseFolder(undefined)
    expect([add.error?.problem?.code, add.description]).toEqual(['uploadFolderEmpty', undefined])
  })

  it('that was cancelled while its files were found is not uploaded', async () => {
    let listed: (files: FolderFile[]) => void = () => undefined
    let found: (n: number) => void = () => undefined
    const files = (_: AbortSignal, onFound: typeof found) => {
      found = onFound
      return new Promise<FolderFile[]>((resolve) => (listed = resolve))
    }
    void add.chooseFolder({ name: 'Cats', files })
    found(40)
    expect(add.upload?.files).toBe(40)
    add.cancelUpload()
    found(50)
    listed([{ path: 'a', file: fileNamed('a') }])
    await flushPromises()
    expect([add.upload, add.error, uploads]).toEqual([undefined, undefined, 0])
  })
})

describe('an import', () => {
  it('begins with the options that were found, and empties the form', async () => {
    client.datasets.description = fakeDescription({ options: { transpose: true } })
    await describePath()
    add.name = '  My cats '
    expect(await add.start()).toBe(true)
    expect(sent('imports.start')).toMatchObject([
      {
        source: { path: '/pictures/cats', options: { transpose: true } },
        preparation: { imageSize: 64 },
        name: 'My cats',
      },
    ])
    expect([add.path, add.description, datasets.imports.length]).toEqual(['', undefined, 1])
  })

  it('that is refused leaves the form, to try again', async () => {
    await describePath()
    client.override['imports.start'] = () => {
      throw new StudioError('storage', 'full')
    }
    expect(await add.start()).toBe(false)
    expect([add.startError?.message, add.ready, add.starting]).toEqual(['full', true, false])
  })

  it('does not begin if the preview found nothing that can be used', async () => {
    client.override['sources.preview'] = () => {
      return { id: 'p', images: [], columns: 1, imageSize: 8, refused: [] }
    }
    await describePath()
    add.preview.request(add.source, add.preparation.value)
    await elapse()
    expect([add.nothingUsable, add.ready, await add.start()]).toEqual([true, false, false])
    client.override = {}
    await describePath('/others')
    expect([add.nothingUsable, add.ready]).toEqual([false, true])
  })

  it('does not begin without a name or a preparation', async () => {
    await describePath()
    add.name = ' '
    expect(await add.start()).toBe(false)
    add.name = 'x'
    add.preparation.imageSize = 0
    expect([await add.start(), add.ready, sent('imports.start')]).toEqual([false, false, []])
  })
})
