import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../contract/testing/failure-of'
import { pattern } from '../../image/testing'
import { openSource } from '../sources'
import type { OpenSource } from '../source'
import { entriesOf, notesOf, png, readEverything, zipBytes } from './testing'
import type { MadeEntry } from './testing'

let root: string
beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'zips-'))
})
const opened: OpenSource[] = []
afterEach(async () => {
  for (const source of opened.splice(0)) await source.close()
  fs.rmSync(root, { recursive: true, force: true })
})

const signal = new AbortController().signal
const file = (): string => join(root, 'pictures.zip')
async function open(bytes: Uint8Array): Promise<OpenSource> {
  fs.writeFileSync(file(), bytes)
  const source = await openSource({ path: file(), options: {} }, { signal })
  opened.push(source)
  return source
}
const openZip = (...entries: MadeEntry[]): Promise<OpenSource> => open(zipBytes(entries))

const good: MadeEntry = { name: 'good.png', data: 'good' }
/** The position of its end in a zip file of this entry. */
const END = zipBytes([good]).length - 22
const many: MadeEntry[] = Array.from({ length: 2 ** 16 + 1 }, (_, i) => ({
  ...{ name: `${i}.png`, data: '', method: 0 },
}))

describe('a zip file', () => {
  it('of generated images has the classes of their manifest', async () => {
    const images = ['0.png', '1.png', '2.png']
    const pictures = await Promise.all(
      images.map(async (name, i) => ({ name: `made/${name}`, data: await png(i) })),
    )
    const data = JSON.stringify({
      latentScale: 1,
      statistics: 'running',
      images,
      labels: [7, 2, 7],
    })
    const source = await openZip(...pictures, { name: 'made/manifest.json', data })
    expect(Object.values(entriesOf(source))).toEqual(['train 7', 'train 2', 'train 7'])
    expect(source.description).toMatchObject({ labelsFrom: 'file', notes: [] })
  })

  it('is read in any order, stored or compressed, with its classes', async () => {
    const entries = await Promise.all(
      Array.from({ length: 300 }, async (_, i) => ({
        name: `set/${i % 2 === 0 ? 'cat' : 'dog'}/${String(i).padStart(3, '0')}.png`,
        data: await png(i % 256),
        method: i % 3 === 0 ? 0 : 8,
      })),
    )
    const source = await openZip({ name: 'set/', data: '', method: 0, mode: 0o40755 }, ...entries)
    expect(source.description).toMatchObject({ kind: 'zip', images: 300, labelsFrom: 'folders' })
    expect(source.description.sizes).toEqual([{ width: 2, height: 2, images: 200 }])
    expect(entriesOf(source)['set/dog/001.png']).toBe('train dog')
    const read = await readEverything(source)
    for (const { name, data } of entries) expect(read[name]).toEqual(Buffer.from(data))
    const some: unknown[] = []
    for await (const each of source.read([3, 150, 299], signal)) some.push(each)
    expect(some).toHaveLength(3)
    // Nothing was unpacked.
    expect(fs.readdirSync(root)).toEqual(['pictures.zip'])
  })

  it('may contain its labels', async () => {
    const source = await openZip(
      { name: 'a.png', data: await png(1) },
      { name: 'b.png', data: await png(2) },
      { name: 'dataset.json', data: '{"labels": [["a.png", 1], ["b.png", 0]]}' },
    )
    expect(entriesOf(source)).toEqual({ 'a.png': 'train 1', 'b.png': 'train 0' })
  })

  it('has names in UTF-8 with or without the flag, or in CP437', async () => {
    const data = await png(1)
    const source = await openZip(
      { name: '\u202eשלום🎨.png', data },
      { name: Buffer.from('e\u0301.png'), data },
      { name: Buffer.from([0x81, 0x2e, 0x70, 0x6e, 0x67]), data },
      { name: `${'x'.repeat(300)}.png`, data },
    )
    expect(Object.keys(entriesOf(source)).sort()).toEqual(
      ['\u202eשלום🎨.png', 'é.png', 'ü.png', `${'x'.repeat(300)}.png`].sort(),
    )
    expect(Object.values(await readEverything(source))).toEqual(Array(4).fill(Buffer.from(data)))
  })

  it.each<[string, MadeEntry, string]>([
    ['a name with ..', { name: '../evil.png', data: 'x' }, 'zipUnsafeName'],
    ['a name with .. in it', { name: 'a/../../evil.png', data: 'x' }, 'zipUnsafeName'],
    ['an absolute name', { name: '/etc/evil.png', data: 'x' }, 'zipUnsafeName'],
    ['a drive', { name: 'C:evil.png', data: 'x' }, 'zipUnsafeName'],
    ['backslashes with ..', { name: '..\\..\\evil.png', data: 'x' }, 'zipUnsafeName'],
    ['a NUL in its name', { name: 'a\0.png', data: 'x' }, 'zipUnsafeName'],
    ['a link', { name: 'evil.png', data: '/etc/passwd', mode: 0o120777 }, 'zipLink'],
    ['a device', { name: 'evil.png', data: '', mode: 0o020666 }, 'pictureNotAFile'],
    ['a password', { name: 'evil.png', data: 'x', flags: 1 }, 'zipEncrypted'],
    ['strong encryption', { name: 'evil.png', data: 'x', flags: 0x41 }, 'zipEncrypted'],
    ['another compression', { name: 'evil.png', data: 'x', method: 14 }, 'zipOtherCompression'],
    ['a huge size', { name: 'evil.png', data: 'x', size: 2 ** 32 - 2 }, 'pictureFileTooLarge'],
    [
      'a size that is too small',
      { name: 'evil.png', data: 'x'.repeat(9999), size: 5 },
      'zipWrongSize',
    ],
    ['a size of 0', { name: 'evil.png', data: 'x'.repeat(9999), size: 0 }, 'zipWrongSize'],
    ['a size that is too large', { name: 'evil.png', data: 'xyz', size: 50 }, 'zipWrongSize'],
    ['another size stored', { name: 'evil.png', data: 'xyz', method: 0, size: 2 }, 'zipWrongSize'],
    ['a wrong checksum', { name: 'evil.png', data: 'xyz', crc: 5 }, 'zipEntryDamaged'],
    [
      'data past the end',
      { name: 'evil.png', data: 'x', compressedSize: 2 ** 20 },
      'zipEntryDamaged',
    ],
    [
      'data that are far too long',
      { name: 'evil.png', data: 'x', compressedSize: 2 ** 31 },
      'zipWrongSize',
    ],
    ['a wrong place', { name: 'evil.png', data: 'x', offset: 3 }, 'zipEntryDamaged'],
    ['a place past the end', { name: 'evil.png', data: 'x', offset: 2 ** 31 }, 'zipEntryDamaged'],
    ['the name of another', { name: 'good.png', data: 'x' }, 'zipSameName'],
  ])('refuses an entry with %s, and reads the others', async (_, evil, problem) => {
    const source = await openZip(good, evil, { name: 'z.png', data: 'also good' })
    expect(source.count).toBe(3)
    const results: unknown[] = []
    for await (const read of source.read([0, 1, 2], signal)) {
      results.push(
        'encoded' in read
          ? Buffer.from(read.encoded).toString()
          : 'refused' in read && read.refused.problem?.code,
      )
    }
    expect(results.sort()).toEqual(['also good', 'good', problem].sort())
  })

  it('makes no classes of names that lead outside', async () => {
    const evil = ['../evil.png', 'C:/evil.png'].map((name) => ({ name, data: 'x' }))
    const source = await openZip({ name: 'a/1.png', data: await png(1) }, ...evil)
    expect(source.description.classes).toBeNull()
    const read = await readEverything(source)
    expect(read).toMatchObject({ '../evil.png': 'zipUnsafeName', 'C:/evil.png': 'zipUnsafeName' })
    expect(read['a/1.png']).toBeInstanceOf(Buffer)
  })

  it('does not unpack a bomb beyond what it declares', async () => {
    const bomb = { name: 'bomb.png', data: Buffer.alloc(2 ** 26), size: 1000 }
    const read = await readEverything(await openZip(good, bomb))
    expect(read).toMatchObject({ 'bomb.png': 'zipWrongSize' })
  })

  it('refuses a bomb whose entries share the same data', async () => {
    const data = Buffer.alloc(2 ** 23)
    const first = { name: '0.png', data }
    const compressedSize = deflateRawSync(data).length
    const others = Array.from({ length: 2000 }, (_, i) => ({
      ...{ name: `${i + 1}.png`, data: '', size: data.length, crc: crc32(data) },
      ...{ compressedSize, offset: 0 },
    }))
    const error = await failureOf(() => open(zipBytes([first, ...others])))
    expect(error.problem?.code).toBe('zipOverlapping')
  })

  it('skips archives in it with a note, and what systems leave behind without', async () => {
    const source = await openZip(
      good,
      { name: 'inner.zip', data: zipBytes([good]) },
      { name: '__MACOSX/._good.png', data: 'x' },
      { name: 'a/.DS_Store', data: 'x' },
      { name: 'readme.txt', data: 'x' },
    )
    expect(Object.keys(entriesOf(source))).toEqual(['good.png'])
    expect(notesOf(source)).toEqual([
      expect.stringMatching(/^Files that are not pictures .*\(1 file\): readme.txt/),
      expect.stringMatching(/^Archives .*inner.zip/),
      expect.stringMatching(/^The picture good.png cannot be used: /),
    ])
  })

  it.each<[string, () => Uint8Array, string]>([
    ['another file', () => Buffer.from('not a zip file at all, but long enough'), 'zipNotAZip'],
    ['an empty file', () => Buffer.alloc(0), 'zipNotAZip'],
    ['one without its end', () => zipBytes([good]).subarray(0, 60), 'zipDamaged'],
    ['one without its beginning', () => zipBytes([good, good, good]).subarray(50), 'zipDamaged'],
    [
      'one that says more entries than there are',
      () => zipBytes([good], { count: 9 }),
      'zipDamaged',
    ],
    [
      'IDX files',
      () => zipBytes([{ name: 'x/train-images-idx3-ubyte', data: '\0\0\x08\x03' }]),
      'arraysInZip',
    ],
    ['CIFAR files', () => zipBytes([{ name: 'data_batch_1.bin', data: 'x' }]), 'arraysInZip'],
    [
      'packed IDX',
      () => zipBytes([{ name: 't10k-images-idx3-ubyte.gz', data: '' }]),
      'arraysInZip',
    ],
    ['one without entries', () => zipBytes([]), 'folderWithoutPictures'],
    ['2^32 entries', () => zip64(2n ** 32n, 0n), 'zipTooManyEntries'],
    ['2^63 entries', () => zip64(2n ** 63n, 0n), 'zipTooManyEntries'],
    ['more entries than bytes', () => zip64(1_000_000n, 0n), 'zipDamaged'],
    ['a list of entries past the end', () => zip64(1n, 2n ** 52n), 'zipDamaged'],
  ])('is refused as a whole: %s', async (_, bytes, problem) => {
    const error = await failureOf(() => open(bytes()))
    expect(error.problem?.code).toBe(problem)
    expect(error.code).toBe('data')
    expect(error.where).toBe(file())
  })

  it.each<[string, () => Uint8Array, RegExp]>([
    [
      'junk after its end',
      () => Buffer.concat([zipBytes([good]), Buffer.from('junk')]),
      /other data/,
    ],
    [
      '2^64 - 1 entries',
      () => zip64(2n ** 64n - 1n, 0n),
      /has more than 9,007,199,254,740,991 ent/,
    ],
    ['its end after 2^64 bytes', () => zip64(1n, 0n, 2n ** 64n - 1n), /: it ends too early/],
    ['another end', () => zip64(1n, 0n, 3n), /: its end is damaged/],
    ['a list elsewhere', () => zip64(0n, 0n).fill(1, 32, 33), /: its list of files is damaged/],
    ['one of two entries', () => zipBytes([good, good], { count: 1 }), /more entries than the 1 /],
    ['none of its entries', () => zipBytes([good], { count: 0 }), /more entries than the 0 /],
    ['2^16 + 1 entries', () => zipBytes(many, { count: 1 }), /more entries than the 1 /],
    [
      'a second part',
      () => zipBytes([good]).fill(1, END + 4, END + 5),
      /: it is one of several parts/,
    ],
  ])('with %s causes an error in plain words', async (_, bytes, words) => {
    const { message } = await failureOf(() => open(bytes()))
    expect(message).toMatch(words)
    expect(message).not.toMatch(/\p{Cc}|☺|0x/u)
  })

  it('survives damage to any byte of its list: an error of data, or what remains', async () => {
    const data = await png(3)
    const whole = zipBytes([
      good,
      { name: 'a/b.png', data },
      { name: 'labels.csv', data: 'file,label\ngood,1\n' },
    ])
    for (let at = 0; at < whole.length; at += 3) {
      const damaged = Buffer.from(whole)
      damaged[at] = (damaged[at] ?? 0) ^ 0xff
      const attempt = open(damaged).then(readEverything)
      await attempt.catch((error: unknown) => expect(error).toMatchObject({ code: 'data' }))
    }
  })

  it('that changes while it is read is an error', async () => {
    const source = await openZip(good, { name: 'b.png', data: 'b' })
    fs.appendFileSync(file(), 'more')
    expect((await failureOf(() => readEverything(source))).problem?.code).toBe('zipChanged')
  })

  it('has another stamp if an entry differs', async () => {
    const { stamp } = await openZip(good)
    expect((await openZip(good)).stamp).toBe(stamp)
    expect((await openZip({ ...good, data: 'nice' })).stamp).not.toBe(stamp)
    expect((await openZip({ ...good, name: 'nice.png' })).stamp).not.toBe(stamp)
  })

  it('is recognised by its first bytes, whatever its name', async () => {
    const path = join(root, 'download')
    fs.writeFileSync(path, zipBytes([{ name: 'a.png', data: pattern(50_000) }]))
    const source = await openSource({ path, options: {} }, { signal })
    opened.push(source)
    expect(await readEverything(source)).toEqual({ 'a.png': Buffer.from(pattern(50_000)) })
  })
})

/** A zip file's end in the 64-bit format, that declares these values. */
function zip64(entries: bigint, listOffset: bigint, recordOffset = 0n): Buffer {
  const record = Buffer.alloc(56)
  record.write('PK\x06\x06', 0, 'latin1')
  record.writeBigUInt64LE(44n, 4)
  record.writeBigUInt64LE(entries, 24)
  record.writeBigUInt64LE(entries, 32)
  record.writeBigUInt64LE(listOffset, 48)
  const locator = Buffer.alloc(20)
  locator.write('PK\x06\x07', 0, 'latin1')
  locator.writeBigUInt64LE(recordOffset, 8)
  locator.writeUInt32LE(1, 16)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.fill(0xff, 8, 20)
  return Buffer.concat([record, locator, end])
}
