import fs from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importRequestSchema, importSummarySchema } from '../../../../contract/datasets/import'
import type { ImportSummary } from '../../../../contract/datasets/import'
import { errorReportSchema } from '../../../../contract/errors'
import type { ErrorReport } from '../../../../contract/errors'
import { detailLines, onOneLine } from '../../../../contract/notices'
import type { StudioEvent } from '../../../../contract/events'
import { failureOf } from '../../../../contract/testing/failure-of'
import { tempDir } from '../../../storage/testing/temp-dir'
import { answers, impatient, serves, silent, stalls, testServer } from '../download/testing'
import type { Behaviour, TestServer } from '../download/testing'
import { Fetches } from './fetches'
import { fashionMnist } from './fashion-mnist'
import { knownHandlers } from './known-handlers'
import { FakeImports, gzFile, madeUpSet, md5, someBytes } from './testing'
import type { KnownSet } from './known-set'

let server: TestServer
let downloads: string
let imports: FakeImports
let events: StudioEvent[]
beforeEach(async () => {
  server = await testServer()
  downloads = path.join(tempDir(), 'downloads')
  imports = new FakeImports()
  events = []
})
afterEach(() => server.close())

const fetchesOf = (...sets: KnownSet[]): Fetches =>
  new Fetches({
    ...{ downloads, imports, sets, network: impatient },
    emit: (event) => events.push(event),
  })

const contents = [someBytes(60_000, 1), someBytes(900, 2)] as const
const packed = [gzipSync(contents[0]), gzipSync(contents[1])] as const
const names = ['images.gz', 'labels.gz'] as const
const twoFiles = (mirrors: (name: string) => string[]): KnownSet =>
  madeUpSet({ files: names.map((name, i) => gzFile(name, contents[i] as Buffer, mirrors(name))) })
/** A set whose files are served well. */
const served = (): KnownSet => {
  for (const [i, name] of names.entries()) server.at(`/${name}`, serves(packed[i] as Buffer))
  return twoFiles((name) => [server.at(`/${name}`, serves(packed[name === 'images.gz' ? 0 : 1]))])
}

describe('fetching a known set', () => {
  it('downloads its files and imports them with its size, classes and licence', async () => {
    const fetches = fetchesOf(served())
    const first = fetches.start('made-up')
    expect(importSummarySchema.parse(first)).toMatchObject({
      ...{ id: 'known:made-up', state: 'running' },
      progress: { stage: 'downloading', done: 0, total: packed[0].length + packed[1].length },
    })
    expect((await fetches.following(first.id))?.id).toBe('made-up')
    const [request] = imports.requests
    expect(importRequestSchema.parse(request)).toMatchObject({
      source: { path: path.join(downloads, 'made-up'), options: { kind: 'idx' } },
      preparation: { imageSize: 4, channels: 1 },
      ...{ name: 'Made up', known: 'made-up', licence: 'none', classNames: ['one', 'two'] },
    })
    const folder = request?.source.path ?? ''
    for (const [i, name] of names.entries()) {
      expect(fs.readFileSync(path.join(folder, name)).equals(packed[i === 0 ? 0 : 1])).toBe(true)
    }
    expect(fs.readdirSync(folder).sort()).toEqual([...names])
    expect(fetches.list()).toEqual([])
    expect(events[0]).toMatchObject({ type: 'import', import: { id: 'known:made-up' } })
    expect(events.at(-1)).toEqual({ type: 'importEnded', id: 'known:made-up', dataset: null })
  })

  it('a second time downloads nothing', async () => {
    const fetches = fetchesOf(served())
    await fetches.following(fetches.start('made-up').id)
    const before = server.requests.length
    await fetches.following(fetches.start('made-up').id)
    expect(server.requests.length).toBe(before)
    expect(imports.requests).toHaveLength(2)
  })

  it('replaces a file that has been damaged since', async () => {
    const fetches = fetchesOf(served())
    await fetches.following(fetches.start('made-up').id)
    const file = path.join(downloads, 'made-up', names[0])
    fs.writeFileSync(file, fs.readFileSync(file).fill(0, 20, 30))
    await fetches.following(fetches.start('made-up').id)
    expect(fs.readFileSync(file).equals(packed[0])).toBe(true)
  })

  it('that runs already is not begun again', async () => {
    const fetches = fetchesOf(served())
    fetches.start('made-up')
    fetches.start('made-up')
    await fetches.following('known:made-up')
    expect(imports.requests).toHaveLength(1)
  })

  it('of an unknown name lists the known ones', async () => {
    const failure = await failureOf(() => fetchesOf(served()).start('mnist-in-colour'))
    expect([failure.code, failure.remedy]).toEqual(['usage', expect.stringContaining('made-up')])
  })
})

const errorOf = (summary: ImportSummary | undefined): ErrorReport => {
  if (summary?.error == null) throw new Error('It has not failed')
  return summary.error
}

describe('when every mirror fails', () => {
  const failing = () => {
    const bad = [server.at('/1', answers(404)), server.at('/2', answers(200, '<html>'))]
    return fetchesOf(twoFiles(() => bad))
  }

  it('the error is one sentence and what to do; the reason of each mirror is a detail', async () => {
    const fetches = failing()
    const { id } = fetches.start('made-up')
    await expect(fetches.following(id)).rejects.toThrow('images.gz')
    const [failed] = fetches.list()
    expect(failed).toMatchObject({ state: 'failed', progress: { stage: 'downloading' } })
    const error = errorReportSchema.parse(JSON.parse(JSON.stringify(errorOf(failed))))
    for (const language of ['en', 'zh-CN'] as const) {
      expect(onOneLine(error, language)).not.toContain('http')
      const details = detailLines(error, language)
      expect(details).toHaveLength(2)
      expect(details[0]).toMatch(/404.*\/1/)
      expect(details[1]).toMatch(/(web page|网页).*\/2/)
    }
    expect(error.remedy).toMatch(/Use downloaded files.*--from/)
    expect(onOneLine(error, 'zh-CN')).toMatch(/使用已下载的文件.*--from/)
    expect(imports.requests).toEqual([])
  })

  const page = answers(200, '<html>')
  it.each<[string, Behaviour[], string]>([
    ['no connection', [silent, (_, response) => void response.destroy()], 'downloadOffline'],
    ['not found', [answers(404), silent, answers(410)], 'downloadNowhere'],
    ['wrong content', [page, silent, serves(packed[1])], 'downloadOther'],
    ['several reasons', [page, answers(404)], 'downloadUnserved'],
    ['a broken server', [answers(500)], 'downloadUnserved'],
  ])('the sentence says why: %s', async (_, behaviours, code) => {
    const at = behaviours.map((behave, i) => server.at(`/${i}`, behave))
    const fetches = fetchesOf(twoFiles(() => at))
    const failure = await failureOf(() => fetches.following(fetches.start('made-up').id))
    expect(failure.problem).toMatchObject({
      code: 'downloadFailed',
      given: { why: { problem: { code } } },
    })
    expect(failure.details?.map(({ where }) => where)).toEqual(at)
  })

  it('it can be tried again, or given up', async () => {
    const fetches = failing()
    const { id } = fetches.start('made-up')
    await expect(fetches.following(id)).rejects.toThrow()
    expect(fetches.continue(id)?.state).toBe('running')
    await expect(fetches.following(id)).rejects.toThrow()
    expect(await fetches.cancel(id)).toBe(true)
    expect(fetches.list()).toEqual([])
    expect([fetches.continue(id), await fetches.cancel(id)]).toEqual([undefined, false])
  })
})

/** A promise and the function that resolves it. */
function waiting(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}

describe('cancelling', () => {
  it('ends the download at once and removes its unfinished file', async () => {
    const { promise, resolve } = waiting()
    const at = server.at('/slow', (request, response) => {
      stalls(packed[0], 5000)(request, response)
      resolve()
    })
    const fetches = fetchesOf(twoFiles(() => [at]))
    const { id } = fetches.start('made-up')
    await promise
    expect(await fetches.cancel(id)).toBe(true)
    expect(fs.readdirSync(path.join(downloads, 'made-up'))).toEqual([])
    expect(events.at(-1)).toEqual({ type: 'importEnded', id, dataset: null })
    expect(imports.requests).toEqual([])
  })

  it('closing the studio keeps the unfinished file', async () => {
    const { promise, resolve } = waiting()
    const at = server.at('/slow', (request, response) => {
      stalls(packed[0], 5000)(request, response)
      setImmediate(resolve)
    })
    const fetches = fetchesOf(twoFiles(() => [at]))
    fetches.start('made-up')
    await promise
    await fetches.close()
    expect(fs.readdirSync(path.join(downloads, 'made-up'))).toContain('images.gz.part')
  })
})

describe('files that the user has', () => {
  const offline = () => fetchesOf(twoFiles(() => [server.at('/never', silent)]))
  const folderOf = (files: Record<string, Buffer>): string => {
    const folder = tempDir()
    for (const [name, bytes] of Object.entries(files))
      fs.writeFileSync(path.join(folder, name), bytes)
    return folder
  }
  const fetchFrom = async (from: string) => {
    const fetches = offline()
    const { id, progress } = fetches.start('made-up', from)
    expect(progress.stage).toBe('copying')
    await fetches.following(id)
    expect(server.requests).toEqual([])
    return imports.requests[0]?.source.path ?? ''
  }

  it.each([
    ['as published', { 'images.gz': packed[0], 'labels.gz': packed[1] }],
    ['unpacked', { images: contents[0], labels: contents[1] }],
    ['packed again', { 'images.gz': gzipSync(contents[0], { level: 1 }), labels: contents[1] }],
    ['one of them damaged', { 'images.gz': contents[1], images: contents[0], labels: contents[1] }],
  ])('%s are checked and imported, without the network', async (_, files) => {
    const folder = await fetchFrom(folderOf(files))
    expect(folder.startsWith(downloads)).toBe(true)
    expect(fs.readdirSync(folder)).toHaveLength(2)
  })

  it('may be given by one of them', async () => {
    const from = folderOf({ 'images.gz': packed[0], 'labels.gz': packed[1] })
    await fetchFrom(path.join(from, 'labels.gz'))
  })

  it.each([
    ['are not there', {}, 'knownFileMissing'],
    ['lack one', { 'images.gz': packed[0] }, 'knownFileMissing'],
    ['are others', { 'images.gz': packed[1], 'labels.gz': packed[1] }, 'knownFileOther'],
    ['are too long', { images: Buffer.alloc(1e6), labels: contents[1] }, 'knownFileOther'],
    ['are a bomb', { 'images.gz': gzipSync(Buffer.alloc(5e7)) }, 'knownFileOther'],
  ])('are refused by name if they %s', async (_, files, code) => {
    const fetches = offline()
    const { id } = fetches.start('made-up', folderOf(files))
    const failure = await failureOf(() => fetches.following(id))
    expect([failure.code, failure.problem?.code]).toEqual(['data', code])
    expect(imports.requests).toEqual([])
  })

  it('are refused if their folder does not exist, before there is an import', async () => {
    const fetches = offline()
    const nowhere = path.join(tempDir(), 'nowhere')
    const { 'known.fetch': fetch } = knownHandlers({ datasetsDir: tempDir(), fetches })
    const failure = await failureOf(() => fetch({ key: 'made-up', from: nowhere }))
    expect([failure.problem?.code, failure.where]).toEqual(['sourceMissing', nowhere])
    expect(fetches.list()).toEqual([])
    // It may disappear later.
    const { id } = fetches.start('made-up', nowhere)
    const later = await failureOf(() => fetches.following(id))
    expect(later.problem?.code).toBe('sourceMissing')
  })

  it('are named if they are those of another set', async () => {
    const others = someBytes(60_000, 9)
    const other = madeUpSet({
      ...{ key: 'other', title: 'Other', folder: 'other' },
      files: [gzFile('images.gz', others, [])],
    })
    const fetches = fetchesOf(
      twoFiles(() => []),
      other,
    )
    const from = folderOf({ 'images.gz': gzipSync(others) })
    const failure = await failureOf(() => fetches.following(fetches.start('made-up', from).id))
    expect(failure.problem).toMatchObject({ code: 'knownFilesOfOther', given: { actual: 'Other' } })
  })
})

describe('sets in one archive', () => {
  const archive = Buffer.from(
    zipSync({
      'gzip/a-images.gz': contents[0],
      'gzip/b-images.gz': contents[1],
    }),
  )
  const bytesAndSum = { bytes: archive.length, md5: md5(archive) }
  const setOf = (name: string, mirrors: string[], entry = `gzip/${name}-images.gz`): KnownSet =>
    madeUpSet({
      ...{ key: name, folder: 'shared' },
      files: [{ name: 'gzip.zip', mirrors, ...bytesAndSum }],
      archive: { format: 'zip', entries: [entry], maxBytes: 100_000 },
    })

  it('are unpacked from one download', async () => {
    const mirrors = [server.at('/zip', serves(archive))]
    const fetches = fetchesOf(setOf('a', mirrors), setOf('b', mirrors))
    await Promise.all([
      fetches.following(fetches.start('a').id),
      fetches.following(fetches.start('b').id),
    ])
    expect(server.requests).toHaveLength(1)
    const paths = imports.requests.map(({ source }) => source.path)
    expect(paths).toEqual(['a', 'b'].map((name) => path.join(downloads, 'shared', name)))
    expect(fs.readFileSync(path.join(paths[0] ?? '', 'a-images.gz')).equals(contents[0])).toBe(true)
    expect(fs.readdirSync(paths[1] ?? '')).toEqual(['b-images.gz'])
  })

  it('may be given as a file of any name', async () => {
    const from = path.join(tempDir(), 'emnist (1).zip')
    fs.writeFileSync(from, archive)
    const fetches = fetchesOf(setOf('a', [server.at('/zip', silent)]))
    await fetches.following(fetches.start('a', from).id)
    expect(imports.requests).toHaveLength(1)
  })

  it('are refused by name if the archive lacks one', async () => {
    const fetches = fetchesOf(setOf('c', [server.at('/zip', serves(archive))]))
    const failure = await failureOf(() => fetches.following(fetches.start('c').id))
    expect([failure.problem?.code, failure.message]).toEqual([
      'archiveLacks',
      expect.stringContaining('gzip/c-images.gz'),
    ])
    expect(fs.readdirSync(path.join(downloads, 'shared'))).toEqual(['gzip.zip'])
  })
})

const DEBIAN = '/usr/share/datasets/fashion-mnist'

describe.skipIf(!fs.existsSync(DEBIAN))(
  "the files of Debian's package dataset-fashion-mnist (needs the package)",
  () => {
    it('have the published checksums of Fashion-MNIST', async () => {
      const fetches = fetchesOf(fashionMnist)
      await fetches.following(fetches.start('fashion-mnist', DEBIAN).id)
      const folder = path.join(downloads, 'fashion-mnist')
      expect(fs.readdirSync(folder).sort()).toEqual(
        fashionMnist.files.map(({ name }) => name).sort(),
      )
      expect(server.requests).toEqual([])
    })

    it('are refused if a single bit differs', async () => {
      const from = tempDir()
      for (const { name } of fashionMnist.files)
        fs.copyFileSync(`${DEBIAN}/${name}`, `${from}/${name}`)
      const labels = `${from}/t10k-labels-idx1-ubyte.gz`
      const bytes = fs.readFileSync(labels)
      bytes.writeUInt8(bytes.readUInt8(2000) ^ 1, 2000)
      fs.writeFileSync(labels, bytes)
      const fetches = fetchesOf(fashionMnist)
      const failure = await failureOf(() =>
        fetches.following(fetches.start('fashion-mnist', from).id),
      )
      expect([failure.problem?.code, failure.where]).toEqual(['knownFileOther', labels])
    })
  },
)
