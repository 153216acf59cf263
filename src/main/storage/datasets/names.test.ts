import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { failureOf } from '../../../contract/testing/failure-of'
import { NamesWriter } from './names-writer'
import { checkNames, readNames } from './read-names'

let dir: string
beforeEach(() => {
  dir = fs.mkdtempSync(join(tmpdir(), 'names-'))
})
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }))

const files = { file: 'train-names.bin', ends: 'train-names-ends.bin' }
const nameOf = (i: number): string => (i % 7 === 0 ? `ordner ü/🐈 ${i}\n.png` : `${i}`)
async function write(from: number, names: readonly string[]): Promise<void> {
  const writer = await NamesWriter.open(dir, 'train', from)
  for (const name of names) await writer?.append(name)
  await writer?.sync()
  await writer?.close()
  expect(writer?.written).toEqual(files)
}
const names = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => nameOf(from + i))

it('names are read in any selection, whatever is in them', async () => {
  await write(0, names(0, 2500))
  const indices = [0, 1, 2, 7, 999, 1000, 1001, 2499]
  expect(await readNames(dir, files, indices)).toEqual(indices.map(nameOf))
  await checkNames(dir, files, 2500)
})

it('an import that continues drops the names of images that it has not counted', async () => {
  await write(0, names(0, 50))
  await write(20, ['other', ...names(21, 9)])
  const found = await readNames(dir, files, [19, 20, 21, 29])
  expect(found).toEqual([nameOf(19), 'other', nameOf(21), nameOf(29)])
  await checkNames(dir, files, 30)
  await write(0, ['first'])
  await checkNames(dir, files, 1)
})

it('an import that began without names continues without them', async () => {
  expect(await NamesWriter.open(dir, 'train', 5)).toBeUndefined()
  await write(0, names(0, 4))
  expect(await NamesWriter.open(dir, 'train', 5)).toBeUndefined()
})

it('very long names keep their ends', async () => {
  await write(0, [`${'x'.repeat(5000)}/cat.png`])
  const [name = ''] = await readNames(dir, files, [0])
  expect([name.length, name.slice(-8)]).toEqual([1000, '/cat.png'])
})

it('damaged files give no names, and are found by a check', async () => {
  await write(0, names(0, 10))
  const ends = join(dir, files.ends)
  const good = fs.readFileSync(ends)
  const bad = Buffer.from(good)
  bad.writeBigUInt64LE(2n ** 63n, 8)
  fs.writeFileSync(ends, bad)
  expect(await readNames(dir, files, [0, 1, 2, 3])).toEqual([nameOf(0), '', '', nameOf(3)])
  fs.writeFileSync(ends, good.subarray(0, 75))
  expect(await readNames(dir, files, [8, 9, 10])).toEqual([nameOf(8), '', ''])
  const failure = await failureOf(() => checkNames(dir, files, 10))
  expect(failure.message).toMatch(/train-names-ends.bin has 75 bytes instead of 80/)
  fs.writeFileSync(ends, good)
  fs.appendFileSync(join(dir, files.file), 'more')
  expect((await failureOf(() => checkNames(dir, files, 10))).problem?.code).toBe('datasetFileSize')
  fs.rmSync(join(dir, files.file))
  expect((await failureOf(() => checkNames(dir, files, 10))).problem?.code).toBe(
    'datasetFileMissing',
  )
  await expect(readNames(dir, files, [0])).rejects.toThrow()
})
