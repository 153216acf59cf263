import fs from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../contract/testing/failure-of'
import { changeDocument, writePrepared } from '../testing/prepared'
import { tempDir } from '../testing/temp-dir'
import { checkFiles, readPrepared } from './read-document'

const made = { count: 10, size: 4, channels: 3, classes: 3 } as const
let path: string
beforeEach(() => (path = writePrepared(tempDir(), 'set', made)))

const check = async (): Promise<void> => {
  const prepared = await readPrepared(path)
  if (prepared === undefined) throw new Error('there is a document')
  await checkFiles(prepared, prepared.document.train)
}

describe('the document of a prepared data set', () => {
  it('is not there in a folder of IDX files, or of nothing', async () => {
    expect(await readPrepared(tempDir())).toBeUndefined()
    expect(await readPrepared(join(path, 'missing'))).toBeUndefined()
    expect(await readPrepared(join(path, 'train-00000.bin'))).toBeUndefined()
  })

  it('may have keys of later versions, and lack those of this one', async () => {
    changeDocument(path, (document) => {
      const { refused: _, duplicates: __, sizes: ___, ...old } = document
      fs.writeFileSync(join(path, 'dataset.json'), JSON.stringify(old))
      return {}
    })
    const text = fs.readFileSync(join(path, 'dataset.json'), 'utf8')
    const { duplicates: _, ...without } = JSON.parse(text)
    const later = { ...without, augmented: true, preparation: { ...without.preparation, x: 1 } }
    fs.writeFileSync(join(path, 'dataset.json'), JSON.stringify(later))
    const read = await readPrepared(path)
    expect(read?.document.duplicates).toBe(0)
    expect(read?.document.preparation).toHaveProperty('x', 1)
    expect(read?.raw).toEqual(later)
    await check()
  })

  it.each([
    [
      'of a newer version',
      (text: string) => text.replace('"schemaVersion":1', '"schemaVersion":7'),
      'newerVersion',
    ],
    ['cut short', (text: string) => text.slice(0, 100), 'datasetUnreadable'],
    ['empty', () => '', 'datasetUnreadable'],
    ['a list', () => '[]', 'datasetUnreadable'],
    ['with no width', (text: string) => text.replace('"width"', '"breadth"'), 'datasetUnreadable'],
    [
      'with a source of another kind',
      (text: string) => text.replace('"kind":"folder"', '"kind":"film"'),
      'unknownValue',
    ],
  ])('is refused by name: %s', async (_, change, code) => {
    const file = join(path, 'dataset.json')
    fs.writeFileSync(file, change(fs.readFileSync(file, 'utf8')))
    const error = await failureOf(() => readPrepared(path))
    expect(error).toMatchObject({ code: 'data', where: file, problem: { code } })
  })

  it('does not hang on a pipe', async () => {
    const file = join(path, 'dataset.json')
    fs.rmSync(file)
    expect(spawnSync('mkfifo', [file]).status).toBe(0)
    expect(await failureOf(() => readPrepared(path))).toMatchObject({ code: 'data' })
  })
})

describe('the files of a prepared data set', () => {
  it.each([
    ['train-00001.bin', undefined, 'datasetFileMissing'],
    ['train-00001.bin', 3 * 48 - 1, 'datasetFileSize'],
    ['train-00000.bin', 7 * 48 + 1, 'datasetFileSize'],
    ['train-labels.bin', 19, 'datasetFileSize'],
    ['train-labels.bin', undefined, 'datasetFileMissing'],
  ])('%s of %s bytes is refused', async (file, bytes, code) => {
    await check()
    if (bytes === undefined) fs.rmSync(join(path, file))
    else fs.truncateSync(join(path, file), bytes)
    const error = await failureOf(check)
    expect(error).toMatchObject({ code: 'data', where: join(path, file), problem: { code } })
  })

  it('must be files', async () => {
    fs.rmSync(join(path, 'train-00001.bin'))
    fs.mkdirSync(join(path, 'train-00001.bin'))
    expect((await failureOf(check)).problem?.code).toBe('datasetFileMissing')
  })

  it.each(['../secret.bin', '/etc/passwd', 'a/b.bin', '..', 'C:\\x.bin', 'nul\0'])(
    'must be in the folder: %j',
    async (file) => {
      changeDocument(path, ({ train }) => ({ train: { ...train, labels: file } }))
      expect((await failureOf(check)).problem?.code).toBe('datasetFileOutside')
    },
  )

  it('must be for as many images as there are', async () => {
    changeDocument(path, ({ train }) => ({ train: { ...train, images: 11 } }))
    expect((await failureOf(check)).problem?.code).toBe('datasetCountsDiffer')
  })
})
