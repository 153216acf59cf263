import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { commands } from '../../../../contract/api'
import { sourceOptionsSchema } from '../../../../contract/datasets/source'
import { tempDir } from '../../../storage/testing/temp-dir'
import { FakeImports } from './testing'
import { Fetches } from './fetches'
import { knownHandlers } from './known-handlers'
import { knownSets } from './known-sets'

it.each(knownSets.map((set) => [set.key, set] as const))('%s is complete', (key, set) => {
  expect(key).toMatch(/^[a-z0-9-]+$/)
  expect(set.title).not.toBe('')
  expect(set.licence.length).toBeGreaterThan(3)
  expect(new Set(set.classNames).size).toBe(set.classNames.length)
  expect(sourceOptionsSchema.parse(set.options)).toEqual(set.options)
  for (const { name, mirrors, md5, bytes, unpacked } of set.files) {
    expect(mirrors.length).toBeGreaterThan(0)
    for (const mirror of mirrors) expect(new URL(mirror).pathname.endsWith(name)).toBe(true)
    expect(md5).toMatch(/^[0-9a-f]{32}$/)
    expect(bytes).toBeGreaterThan(1000)
    if (unpacked === undefined) continue
    expect(unpacked.md5).toMatch(/^[0-9a-f]{32}$/)
    expect(unpacked.md5).not.toBe(md5)
  }
})

it('no two sets share a key, or a checksum without sharing the file', () => {
  expect(new Set(knownSets.map(({ key }) => key)).size).toBe(knownSets.length)
  const files = new Map<string, string>()
  for (const { folder, files: own } of knownSets) {
    for (const { md5, name } of own) {
      const place = `${folder}/${name}`
      expect(files.get(md5) ?? place).toBe(place)
      files.set(md5, place)
    }
  }
})

it('IDX files unpack to as many bytes as their images need', () => {
  for (const set of knownSets) {
    for (const { name, unpacked } of set.files) {
      if (unpacked === undefined) continue
      const count = name.startsWith('train') ? set.images : set.testImages
      const expected = name.includes('images') ? 16 + count * set.size ** 2 : 8 + count
      expect(unpacked.bytes).toBe(expected)
    }
  }
})

it('the list says which sets are stored, and skips folders that cannot be read', async () => {
  const root = tempDir()
  const datasetsDir = path.join(root, 'datasets')
  const write = (name: string, text: string) => {
    fs.mkdirSync(path.join(datasetsDir, name), { recursive: true })
    fs.writeFileSync(path.join(datasetsDir, name, 'dataset.json'), text)
  }
  write('clothes', JSON.stringify({ source: { known: 'fashion-mnist' } }))
  write('mine', JSON.stringify({ source: { kind: 'folder' } }))
  write('damaged', '{')
  write('.import-kmnist', JSON.stringify({ source: { known: 'kmnist' } }))
  fs.mkdirSync(path.join(datasetsDir, 'idx'))
  fs.writeFileSync(path.join(datasetsDir, 'a file'), '')
  const parts = { downloads: path.join(root, 'downloads'), imports: new FakeImports() }
  const fetches = new Fetches({ ...parts, emit: () => undefined })
  const list = async (dir: string) =>
    commands['known.list'].reply.parse(
      await knownHandlers({ datasetsDir: dir, fetches })['known.list']({}),
    ).known
  const stored = (await list(datasetsDir)).filter((set) => set.stored !== null)
  expect(stored.map(({ key, stored }) => [key, stored])).toEqual([['fashion-mnist', 'clothes']])
  expect((await list(path.join(root, 'nowhere'))).map(({ key }) => key)).toEqual([
    ...['fashion-mnist', 'kmnist'],
    ...['emnist-letters', 'emnist-balanced', 'emnist-digits', 'cifar-10'],
  ])
})
