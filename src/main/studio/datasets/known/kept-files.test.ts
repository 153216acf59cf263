import fs from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../../contract/testing/failure-of'
import { withDocumentLock } from '../../../storage/locks/lock'
import { tempDir } from '../../../storage/testing/temp-dir'
import { Fetches } from './fetches'
import { deleteKept, keptBytes, releaseKept, removeOldParts, setAt } from './kept-files'
import { knownSets } from './known-sets'
import { FakeImports, madeUpSet, someBytes } from './testing'
import type { KnownSet } from './known-set'

const file = (name: string) => ({ name, bytes: 10, md5: 'x', mirrors: [] })
const alone = madeUpSet({
  ...{ key: 'alone', folder: 'alone' },
  files: [{ ...file('images.gz'), unpacked: { bytes: 20, md5: 'y' } }, file('labels.gz')],
})
const inArchive = (key: string): KnownSet =>
  madeUpSet({
    ...{ key, title: key, folder: 'shared', files: [file('all.zip')] },
    archive: { format: 'zip', entries: ['a', 'b'], maxBytes: 100 },
  })
const sets = [alone, inArchive('letters'), inArchive('digits')]
const [, letters] = sets as [KnownSet, KnownSet, KnownSet]

let downloads: string
beforeEach(() => (downloads = path.join(tempDir(), 'downloads')))

function write(name: string, bytes: number): string {
  const at = path.join(downloads, name)
  fs.mkdirSync(path.dirname(at), { recursive: true })
  fs.writeFileSync(at, someBytes(bytes, 1))
  return at
}
const left = (): string[] =>
  fs.existsSync(downloads)
    ? fs.readdirSync(downloads, { recursive: true, encoding: 'utf8' }).sort()
    : []

describe('the files that are kept', () => {
  it('are counted with unfinished and unpacked ones, and nothing of others', async () => {
    expect(await keptBytes(alone, sets, downloads)).toBe(0)
    write('alone/images', 1)
    write('alone/images.gz.part', 10)
    write('alone/labels.gz', 100)
    write('alone/mine.txt', 1_000)
    write('shared/all.zip', 10_000)
    expect(await keptBytes(alone, sets, downloads)).toBe(111)
  })

  it('of sets in one archive are counted and deleted together', async () => {
    write('shared/all.zip', 1)
    write('shared/letters/a', 10)
    write('shared/digits/b', 100)
    for (const set of sets.slice(1)) expect(await keptBytes(set, sets, downloads)).toBe(111)
    expect(await deleteKept(letters, sets, downloads)).toBe(111)
    expect(left()).toEqual([])
  })

  it('are deleted without those of others in the folder, or a folder that is no download', async () => {
    write('alone/images.gz', 5)
    write('alone/mine.txt', 5)
    write('other/images.gz', 5)
    expect(await deleteKept(alone, sets, downloads)).toBe(5)
    expect(left()).toEqual(['alone', 'alone/mine.txt', 'other', 'other/images.gz'])
    expect(await deleteKept(letters, sets, downloads)).toBe(0)
  })

  it('are not deleted while another process downloads them', async () => {
    write('alone/images.gz.part', 5)
    await withDocumentLock(path.join(downloads, 'alone', 'download'), async () => {
      const failure = await failureOf(() => deleteKept(alone, sets, downloads))
      expect(failure.code).toBe('storage')
    })
    expect(left()).toContain('alone/images.gz.part')
  })
})

describe('a set that has been added', () => {
  const added = (key: string, at: string) =>
    releaseKept({ known: key, source: path.join(downloads, at) }, sets, downloads)

  it('leaves no files', async () => {
    write('alone/images.gz', 5)
    write('alone/labels.gz', 5)
    await added('alone', 'alone')
    expect(left()).toEqual([])
  })

  it('leaves the archive that others need', async () => {
    write('shared/all.zip', 5)
    write('shared/letters/a', 5)
    write('shared/digits/b', 5)
    await added('letters', 'shared/letters')
    expect(left()).toEqual(['shared', 'shared/all.zip', 'shared/digits', 'shared/digits/b'])
  })

  it('never loses files elsewhere, or another set’s', async () => {
    write('alone/images.gz', 5)
    const mine = tempDir()
    fs.writeFileSync(path.join(mine, 'images.gz'), 'x')
    await releaseKept({ known: 'alone', source: mine }, sets, downloads)
    await added('letters', 'alone')
    await added('alone', '..')
    expect(left()).toEqual(['alone', 'alone/images.gz'])
    expect(fs.readdirSync(mine)).toEqual(['images.gz'])
  })

  it.each([
    ['alone', 'alone'],
    ['shared/digits', 'digits'],
    ['shared', 'letters'],
    ['elsewhere', undefined],
    ['../downloads-2/alone', undefined],
    ['', undefined],
  ])('is found by the path %j: %s', (at, key) => {
    expect(setAt(path.join(downloads, at), sets, downloads)?.key).toBe(key)
  })
})

it('unfinished downloads are removed after a month, complete ones never', async () => {
  const part = write('alone/images.gz.part', 5)
  write('alone/labels.gz', 5)
  write('alone/mine.part', 5)
  const after = (days: number) => removeOldParts(sets, downloads, Date.now() + days * 86_400_000)
  await after(29)
  expect(fs.existsSync(part)).toBe(true)
  await after(31)
  expect(left()).toEqual(['alone', 'alone/labels.gz', 'alone/mine.part'])
  await removeOldParts(knownSets, path.join(downloads, 'nowhere'))
})

describe('deleting on request', () => {
  const imports = new FakeImports()
  const fetches = () => new Fetches({ downloads, imports, sets, emit: () => undefined })

  it('is refused while an import needs the files, also of a set in the same archive', async () => {
    write('shared/all.zip', 5)
    const unfinished = await imports.start({ name: 'Digits', source: { path: '' } } as never)
    imports.unfinished = [{ ...unfinished, path: path.join(downloads, 'shared', 'digits') }]
    const failure = await failureOf(() => fetches().deleteDownloads('letters'))
    expect([failure.problem?.code, failure.message]).toEqual([
      'downloadsInUse',
      expect.stringContaining('Digits'),
    ])
    imports.unfinished = []
    expect(await fetches().deleteDownloads('letters')).toBe(5)
    expect(left()).toEqual([])
  })

  it('of an unknown set is refused', async () => {
    const failure = await failureOf(() => fetches().deleteDownloads('nothing'))
    expect(failure.problem?.code).toBe('knownSetUnknown')
  })

  it('is refused while they are downloaded', async () => {
    const running = fetches()
    running.start('letters', path.join(downloads, 'nowhere'))
    const failure = await failureOf(() => running.deleteDownloads('digits'))
    expect(failure.problem?.code).toBe('downloadsInUse')
    await running.close()
  })
})
