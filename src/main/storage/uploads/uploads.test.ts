import fs from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../contract/testing/failure-of'
import { newJournal, writeJournal } from '../datasets/journal'
import { stagingDirectory } from '../datasets/paths'
import { filesBelow, tempDir } from '../testing/temp-dir'
import { releaseUpload, removeOldUploads } from './clean-up'
import { safeName } from './safe-name'
import { MAX_PIECE_BYTES, Uploads } from './uploads'

let root: string
beforeEach(() => (root = tempDir()))

const uploads = (free: number | null = 1e12, maxBytes?: number) =>
  new Uploads({ root, freeBytes: async () => free, ...(maxBytes !== undefined && { maxBytes }) })
async function* pieces(...parts: (Buffer | Error)[]): AsyncGenerator<Buffer> {
  for (const part of parts) {
    if (part instanceof Error) throw part
    yield part
  }
}
const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * 31) & 255))
const codeOf = async (work: () => Promise<unknown>) => (await failureOf(work)).problem?.code

describe('an upload', () => {
  it('is complete after its last piece, byte for byte, under its name', async () => {
    const store = uploads()
    const { id, offset } = await store.create({ name: 'my images.zip', bytes: 1000 })
    expect(offset).toBe(0)
    expect(await store.append(id, 0, pieces(bytes.subarray(0, 300)))).toEqual({ offset: 300 })
    expect(await store.state(id)).toEqual({ offset: 300 })
    const rest = pieces(bytes.subarray(300, 301), bytes.subarray(301))
    const { path: file } = await store.append(id, 300, rest)
    expect(file).toBe(path.join(root, 'uploads', id, 'my images.zip'))
    expect(fs.readFileSync(file ?? '').equals(bytes)).toBe(true)
    expect(await store.state(id)).toEqual({ offset: 1000, path: file })
  })

  it('continues in another process, which asks only the disk', async () => {
    const { id } = await uploads().create({ name: 'a.zip', bytes: 1000 })
    await uploads().append(id, 0, pieces(bytes.subarray(0, 999)))
    expect(await uploads().state(id)).toEqual({ offset: 999 })
    const { path: file = '' } = await uploads().append(id, 999, pieces(bytes.subarray(999)))
    expect(fs.readFileSync(file).equals(bytes)).toBe(true)
  })

  it('keeps the bytes before a lost connection', async () => {
    const store = uploads()
    const { id } = await store.create({ name: 'a.zip', bytes: 1000 })
    const lost = store.append(id, 0, pieces(bytes.subarray(0, 200), new Error('lost')))
    await expect(lost).rejects.toThrow('lost')
    expect(await store.state(id)).toEqual({ offset: 200 })
    const { path: file = '' } = await store.append(id, 200, pieces(bytes.subarray(200)))
    expect(fs.readFileSync(file).equals(bytes)).toBe(true)
  })

  it('repeats its path, and is completed if the process ended just before', async () => {
    const store = uploads()
    const { id } = await store.create({ name: 'a.zip', bytes: 1000 })
    const { path: file = '' } = await store.append(id, 0, pieces(bytes))
    expect(await store.append(id, 1000, pieces())).toEqual({ offset: 1000, path: file })
    fs.renameSync(file, `${file}.part`)
    expect(await store.append(id, 1000, pieces())).toEqual({ offset: 1000, path: file })
    expect(fs.readFileSync(file).equals(bytes)).toBe(true)
  })

  it.each([1, 301, 1000, 2 ** 40])('refuses a piece at %i instead of 300', async (offset) => {
    const store = uploads()
    const { id } = await store.create({ name: 'a.zip', bytes: 1000 })
    await store.append(id, 0, pieces(bytes.subarray(0, 300)))
    expect(await codeOf(() => store.append(id, offset, pieces(bytes)))).toBe('uploadAtOtherPlace')
    expect(await store.state(id)).toEqual({ offset: 300 })
  })

  it('refuses a piece that is too long, and stores nothing of it', async () => {
    const store = uploads()
    const small = await store.create({ name: 'a.zip', bytes: 1000 })
    expect(await codeOf(() => store.append(small.id, 0, pieces(bytes, bytes)))).toBe(
      'uploadBeyondEnd',
    )
    const large = await store.create({ name: 'a.zip', bytes: 2 * MAX_PIECE_BYTES })
    const half = Buffer.alloc(MAX_PIECE_BYTES / 2)
    expect(await codeOf(() => store.append(large.id, 0, pieces(half, half, Buffer.alloc(1))))).toBe(
      'uploadPieceTooLong',
    )
    for (const { id } of [small, large]) expect(await store.state(id)).toEqual({ offset: 0 })
    expect((await store.append(large.id, 0, pieces(half, half))).offset).toBe(MAX_PIECE_BYTES)
  })

  /** A piece of which 10 bytes arrive before `finish`, and 10 more after it. */
  function slowly() {
    let finish = (): void => undefined
    const held = new Promise<void>((resolve) => (finish = resolve))
    async function* piece(): AsyncGenerator<Buffer> {
      yield bytes.subarray(0, 10)
      await held
      yield bytes.subarray(10, 20)
    }
    return { piece: piece(), finish }
  }

  it('refuses a second piece while one is arriving', async () => {
    const store = uploads()
    const { id } = await store.create({ name: 'a.zip', bytes: 1000 })
    const { piece, finish } = slowly()
    const first = store.append(id, 0, piece)
    expect(await codeOf(() => store.append(id, 0, pieces(bytes)))).toBe('uploadBusy')
    finish()
    expect(await first).toEqual({ offset: 20 })
  })

  it('is removed after a piece that is arriving, of which nothing more is stored', async () => {
    const store = uploads()
    const { id } = await store.create({ name: 'a.zip', bytes: 1000 })
    const { piece, finish } = slowly()
    const first = codeOf(() => store.append(id, 0, piece))
    const removed = store.remove(id)
    expect(await codeOf(() => store.append(id, 0, pieces(bytes)))).toBe('uploadBusy')
    expect(await codeOf(() => store.remove(id))).toBe('uploadBusy')
    finish()
    expect(await first).toBe('uploadUnknown')
    await removed
    expect(fs.readdirSync(path.join(root, 'uploads'))).toEqual([])
  })

  it('is removed after a piece that fails', async () => {
    const store = uploads()
    const { id } = await store.create({ name: 'a.zip', bytes: 1000 })
    const lost = store.append(id, 0, pieces(bytes.subarray(0, 200), new Error('lost')))
    const removed = store.remove(id)
    await expect(lost).rejects.toThrow()
    await removed
    expect(fs.readdirSync(path.join(root, 'uploads'))).toEqual([])
  })

  it.each([
    ['an empty file', 0, 1e12, undefined, 'uploadEmpty'],
    ['more than the limit', 101, 1e12, 100, 'uploadTooLarge'],
    ['more than 20 GiB', 20 * 2 ** 30 + 1, 1e15, undefined, 'uploadTooLarge'],
    ['more than the disk has', 101, 100, undefined, 'uploadNoSpace'],
  ])('of %s is refused', async (_, size, free, most, code) => {
    expect(await codeOf(() => uploads(free, most).create({ name: 'a', bytes: size }))).toBe(code)
    expect(filesBelow(root)).toEqual([])
  })

  it('is one of a limited number', async () => {
    const store = uploads()
    for (let i = 0; i < 100; i++) await store.create({ name: 'a', bytes: 1 })
    expect(await codeOf(() => store.create({ name: 'a', bytes: 1 }))).toBe('uploadsTooMany')
  })

  it('is one of a limited number, also if many begin at the same time', async () => {
    const store = uploads()
    const begun = Array.from({ length: 120 }, () => store.create({ name: 'a', bytes: 1 }))
    const results = await Promise.allSettled(begun)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(100)
    expect(fs.readdirSync(path.join(root, 'uploads'))).toHaveLength(100)
  })

  it('takes no piece while it is being removed', async () => {
    const store = uploads()
    const { id } = await store.create({ name: 'a.zip', bytes: 1000 })
    const removed = store.remove(id)
    expect(await codeOf(() => store.append(id, 0, pieces(bytes)))).toBe('uploadBusy')
    await removed
    expect(await codeOf(() => store.append(id, 0, pieces(bytes)))).toBe('uploadUnknown')
  })

  it('is removed with all its files', async () => {
    const store = uploads()
    const { id } = await store.create({ name: 'a.zip', bytes: 1000 })
    await store.remove(id)
    expect(fs.readdirSync(path.join(root, 'uploads'))).toEqual([])
    for (const gone of [id, '', '..', '../..', 'a'.repeat(24), `${id}/..`]) {
      expect(await codeOf(() => store.state(gone))).toBe('uploadUnknown')
      expect(await codeOf(() => store.remove(gone))).toBe('uploadUnknown')
    }
  })
})

describe('the name of a file', () => {
  it.each([
    ['images.zip', 'images.zip'],
    ['../../etc/passwd', 'etc-passwd'],
    ['C:\\pictures\\a.npz', 'C-pictures-a.npz'],
    ['.hidden', 'hidden'],
    ['...', 'upload'],
    ['', 'upload'],
    ['a\0b\n.zip', 'a-b-.zip'],
    ['con.zip', 'file-con.zip'],
    ['数字 图像.zip', '数字 图像.zip'],
    ['e\u0301.zip', 'é.zip'],
    ['\u202Egnp.zip', 'gnp.zip'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeName(name)).toBe(safe)
  })

  it('fits any file system and keeps its ending', () => {
    for (const name of ['x'.repeat(300), '数'.repeat(300), '𝒳'.repeat(200)]) {
      const safe = safeName(`${name}.zip`)
      expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(220)
      expect(safe.endsWith('.zip')).toBe(true)
      expect(safe).toBe(Buffer.from(safe).toString())
    }
  })
})

describe('cleaning up', () => {
  const DAY = 86_400_000
  const datasets = () => path.join(root, 'datasets')
  async function begun(): Promise<{ unfinished: string; complete: string; file: string }> {
    const store = uploads()
    const { id: unfinished } = await store.create({ name: 'a.zip', bytes: 1000 })
    await store.append(unfinished, 0, pieces(bytes.subarray(0, 10)))
    const { id: complete } = await store.create({ name: 'b.zip', bytes: 1000 })
    const { path: file = '' } = await store.append(complete, 0, pieces(bytes))
    return { unfinished, complete, file }
  }
  const removedAfter = (days: number) => removeOldUploads(root, datasets(), Date.now() + days * DAY)

  it('removes what nobody continues or imports, each in its time', async () => {
    const { unfinished, complete } = await begun()
    expect(await removedAfter(0.5)).toEqual([])
    expect(await removedAfter(2)).toEqual([complete])
    expect(await removedAfter(6.9)).toEqual([])
    expect(await removedAfter(7.1)).toEqual([unfinished])
    expect(fs.readdirSync(path.join(root, 'uploads'))).toEqual([])
  })

  it('keeps the source of an interrupted import', async () => {
    const { unfinished, complete, file } = await begun()
    const staging = stagingDirectory(datasets(), 'mine')
    fs.mkdirSync(staging, { recursive: true })
    const request = {
      ...{ source: { path: file, options: {} }, name: 'Mine' },
      preparation: {
        ...{ imageSize: 8, channels: 1 as const, fit: 'crop' as const, filter: 'area' as const },
        ...{ background: '#ffffff', holdOut: 0, duplicates: 'keep' as const },
      },
    }
    await writeJournal(staging, newJournal(request))
    expect(await removedAfter(100)).toEqual([unfinished])
    expect(await codeOf(() => uploads().remove(complete))).toBe('uploadInUse')
    expect(fs.existsSync(file)).toBe(true)
    fs.rmSync(staging, { recursive: true })
    await uploads().remove(complete)
    expect(fs.existsSync(file)).toBe(false)
  })

  it('keeps every complete file while an import cannot be read', async () => {
    const { file } = await begun()
    const staging = stagingDirectory(datasets(), 'mine')
    fs.mkdirSync(staging, { recursive: true })
    fs.writeFileSync(path.join(staging, 'progress.json'), '{')
    await removedAfter(100)
    expect(fs.existsSync(file)).toBe(true)
  })

  it('leaves files of others alone', async () => {
    const others = path.join(root, 'uploads', 'notes')
    fs.mkdirSync(others, { recursive: true })
    fs.writeFileSync(path.join(root, 'uploads', 'a file'), '')
    expect(await removedAfter(1000)).toEqual([])
    expect(fs.existsSync(others)).toBe(true)
  })

  it('after an import removes its upload, and nothing that is no upload', async () => {
    const { complete, file } = await begun()
    for (const other of ['/etc/passwd', root, path.join(root, 'uploads'), path.dirname(file)]) {
      expect(await releaseUpload(root, other)).toBe(false)
    }
    expect(fs.existsSync(file)).toBe(true)
    expect(await releaseUpload(root, file)).toBe(true)
    expect(fs.readdirSync(path.join(root, 'uploads'))).not.toContain(complete)
  })
})
