import fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { presetNames, presets, presetsByName } from '../../contract/hyperparameters'
import { MAX_PRESETS } from '../../contract/settings'
import type { Preferences } from '../../contract/settings'
import { EventHub } from './event-hub'
import { preferenceHandlers } from './preference-handlers'
import { filesBelow, tempDir } from '../storage/testing/temp-dir'
import { openPreferences } from '../storage/preferences/preferences'

/** Two hosts that share a data folder. */
async function twoHosts(root = tempDir()) {
  const stores = await Promise.all([openPreferences(root), openPreferences(root)])
  const hosts = stores.map(({ store }) => preferenceHandlers(store, new EventHub()))
  const [one, other] = hosts
  if (one === undefined || other === undefined) throw new Error('there are two')
  return { root, one, other, stores: stores.map(({ store }) => store) }
}
const preset = (name: string) => ({ name, hyperparameters: presets.reference })
const names = ({ presets }: Pick<Preferences, 'presets'>) => presets.map(({ name }) => name)
const inFile = async (root: string) => (await openPreferences(root)).store.read()

test("a host's changes to presets and settings survive changes by another host", async () => {
  const { root, one, other, stores } = await twoHosts()
  await one['presets.save'](preset('a'))
  expect(names(await other['presets.save'](preset('b')))).toEqual(['a', 'b'])
  await other['presets.delete']({ name: 'a' })
  await one['settings.set']({ theme: 'dark' })
  await other['settings.set']({ threads: 3 })
  const kept = await inFile(root)
  expect(names(kept)).toEqual(['b'])
  expect(kept.settings).toMatchObject({ theme: 'dark', threads: 3 })
  // A page opened on either host sees the same.
  for (const store of stores) expect(await store.refresh()).toEqual(kept)
})

test('none of many concurrent changes is lost, and no lock is left behind', async () => {
  const { root, one, other } = await twoHosts()
  const all = Array.from({ length: 20 }, (_, i) => `preset ${String(i).padStart(2, '0')}`)
  await Promise.all(all.map((name, i) => (i % 2 ? one : other)['presets.save'](preset(name))))
  expect(names(await inFile(root))).toEqual(all)
  expect(filesBelow(root)).toEqual(['preferences.json'])
})

test('the number of presets is limited, with the limit in the error; existing ones can be replaced', async () => {
  const root = tempDir()
  const full = Array.from({ length: MAX_PRESETS }, (_, i) => preset(`p${i}`))
  fs.writeFileSync(join(root, 'preferences.json'), JSON.stringify({ presets: full }))
  const { one } = await twoHosts(root)
  await expect(one['presets.save'](preset('one more'))).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining(String(MAX_PRESETS)),
  })
  expect((await one['presets.save'](preset('p7'))).presets).toHaveLength(MAX_PRESETS)
})

test('a name that stands for a built-in preset is refused; a stored one stays, and can be deleted', async () => {
  const root = tempDir()
  const stored = { presets: [preset('dcgan'), preset('mine')] }
  fs.writeFileSync(join(root, 'preferences.json'), JSON.stringify(stored))
  const { one } = await twoHosts(root)
  const labels = Object.values(presetsByName).flatMap(({ label }) => Object.values(label ?? {}))
  for (const name of [...presetNames, ' dcgan ', ...labels]) {
    await expect(one['presets.save'](preset(name)), name).rejects.toMatchObject({
      code: 'usage',
      problem: { code: 'presetNameBuiltIn' },
    })
  }
  expect(names(await one['presets.save'](preset('dcgan 2')))).toEqual(['dcgan', 'dcgan 2', 'mine'])
  expect(names(await one['presets.delete']({ name: 'dcgan' }))).toEqual(['dcgan 2', 'mine'])
})

test('a file damaged by another program is set aside, and no known setting is lost', async () => {
  const { root, one } = await twoHosts()
  await one['presets.save'](preset('a'))
  fs.writeFileSync(join(root, 'preferences.json'), '{"presets":[')
  await one['presets.save'](preset('b'))
  expect(names(await inFile(root))).toEqual(['a', 'b'])
  expect(filesBelow(root).filter((name) => name.includes('damaged'))).toHaveLength(1)
})

test('a file written by a newer version is not overwritten', async () => {
  const { root, one } = await twoHosts()
  const newer = '{"schemaVersion":2}'
  fs.writeFileSync(join(root, 'preferences.json'), newer)
  await expect(one['presets.save'](preset('a'))).rejects.toMatchObject({ code: 'usage' })
  expect(fs.readFileSync(join(root, 'preferences.json'), 'utf8')).toBe(newer)
})

test.each([
  ['huge', (file: string) => fs.truncateSync(file, 2 ** 32)],
  ['a folder', (file: string) => (fs.rmSync(file), fs.mkdirSync(file))],
  ['a device', (file: string) => (fs.rmSync(file), fs.symlinkSync('/dev/zero', file))],
  ['deeply nested', (file: string) => fs.writeFileSync(file, `${'['.repeat(1e6)}`)],
])('a file that is %s is set aside, and the defaults apply', async (_, make) => {
  const root = tempDir()
  const file = join(root, 'preferences.json')
  fs.writeFileSync(file, '{}')
  make(file)
  const { store, warning } = await openPreferences(root)
  expect(warning?.problem?.code).toBe('preferencesDamaged')
  expect(store.read().presets).toEqual([])
  expect(fs.existsSync(file)).toBe(false)
})

test('a preset with a name of a megabyte stays in the file, is not offered, and gives a short warning', async () => {
  const root = tempDir()
  const name = 'x'.repeat(1_000_000)
  fs.writeFileSync(join(root, 'preferences.json'), JSON.stringify({ presets: [preset(name)] }))
  const { store, warning } = await openPreferences(root)
  expect(store.read().presets).toEqual([])
  expect(warning?.message.length).toBeLessThan(1000)
  await store.change((preferences) => preferences)
  expect(fs.readFileSync(join(root, 'preferences.json'), 'utf8')).toContain(name)
})
