import fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { presets } from '../../contract/hyperparameters'
import { openPreferences } from './preferences'
import { defaultPreferences } from './preferences-document'
import { systemError, watchCalls } from './testing/faults'
import { tempDir } from './testing/temp-dir'

const changed = {
  settings: { ...defaultPreferences().settings, theme: 'dark' as const, threads: 3 },
  presets: [{ name: 'mine', hyperparameters: presets.reference }],
}

test('what was written is read again, by another start too', async () => {
  const root = join(tempDir(), 'not', 'there', 'yet')
  const { store, warning } = await openPreferences(root)
  expect(warning).toBeUndefined()
  expect(store.read()).toEqual(defaultPreferences())
  await store.write(changed)
  expect(store.read()).toEqual(changed)
  expect((await openPreferences(root)).store.read()).toEqual(changed)
})

test('a file of an earlier version gets the defaults for what it lacks', async () => {
  const root = tempDir()
  fs.writeFileSync(join(root, 'preferences.json'), '{"settings":{"theme":"light"}}')
  const { store, warning } = await openPreferences(root)
  expect(warning).toBeUndefined()
  expect(store.read().settings).toEqual({ ...defaultPreferences().settings, theme: 'light' })
})

test.each([
  ['torn', '{"settings":{"the'],
  ['empty', ''],
  ['not an object', '[]'],
  ['of a wrong type', '{"settings":{"theme":"pink"},"presets":[]}'],
  ['with a bad preset', '{"settings":{},"presets":[{"name":""}]}'],
])('a file that is %s is set aside untouched, and the defaults hold', async (_, text) => {
  const root = tempDir()
  fs.writeFileSync(join(root, 'preferences.json'), text)
  const { store, warning } = await openPreferences(root, new Date('2026-01-02T03:04:05.678Z'))
  const aside = join(root, 'preferences.damaged-20260102T030405Z.json')
  expect(warning?.message).toContain(aside)
  expect(fs.readFileSync(aside, 'utf8')).toBe(text)
  expect(store.read()).toEqual(defaultPreferences())
  await store.write(changed)
  expect((await openPreferences(root)).store.read()).toEqual(changed)
})

test('a disk that refuses leaves what held before, on disk and in memory', async () => {
  const root = tempDir()
  const { store } = await openPreferences(root)
  await store.write(changed)
  const stop = watchCalls(({ name }) => {
    if (name === 'writeFile') throw systemError('ENOSPC')
  })
  await expect(store.write(defaultPreferences())).rejects.toMatchObject({ code: 'storage' })
  stop()
  expect(store.read()).toEqual(changed)
  expect((await openPreferences(root)).store.read()).toEqual(changed)
})
