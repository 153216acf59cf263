import fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hyperparameterNames, hyperparameters, presets } from '../../../contract/hyperparameters'
import { openPreferences } from './preferences'
import { defaultPreferences } from './preferences-document'
import { systemError, watchCalls } from '../testing/faults'
import { tempDir } from '../testing/temp-dir'

const changed = {
  settings: { ...defaultPreferences().settings, theme: 'dark' as const, threads: 3 },
  presets: [{ name: 'mine', hyperparameters: presets.reference }],
}

test('preferences are read back as written, also after a restart', async () => {
  const root = join(tempDir(), 'not', 'there', 'yet')
  const { store, warning } = await openPreferences(root)
  expect(warning).toBeUndefined()
  expect(store.read()).toEqual(defaultPreferences())
  await store.change(() => changed)
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
  ['without settings in its settings', '{"settings":[],"presets":[]}'],
  ['without a list of presets', '{"settings":{},"presets":{}}'],
  ['of an invalid version', '{"schemaVersion":"new","settings":{}}'],
])('a file that is %s is set aside unchanged, and the defaults apply', async (_, text) => {
  const root = tempDir()
  fs.writeFileSync(join(root, 'preferences.json'), text)
  const { store, warning } = await openPreferences(root, new Date('2026-01-02T03:04:05.678Z'))
  const aside = join(root, 'preferences.damaged-20260102T030405Z.json')
  expect(warning?.message).toContain(aside)
  expect(fs.readFileSync(aside, 'utf8')).toBe(text)
  expect(store.read()).toEqual(defaultPreferences())
  await store.change(() => changed)
  expect((await openPreferences(root)).store.read()).toEqual(changed)
})

test('if the disk fails, the old preferences stay, on disk and in memory', async () => {
  const root = tempDir()
  const { store } = await openPreferences(root)
  await store.change(() => changed)
  const stop = watchCalls(({ name }) => {
    if (name === 'writeFile') throw systemError('ENOSPC')
  })
  await expect(store.change(() => defaultPreferences())).rejects.toMatchObject({ code: 'storage' })
  stop()
  expect(store.read()).toEqual(changed)
  expect((await openPreferences(root)).store.read()).toEqual(changed)
})

/** Opens preferences from a given document, with a function to read the file. */
async function opened(document: object) {
  const root = tempDir()
  const file = join(root, 'preferences.json')
  fs.writeFileSync(file, JSON.stringify(document))
  const { store, warning } = await openPreferences(root)
  const inFile = () => JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>
  return { root, file, store, warning, inFile }
}

test('unknown keys are kept, at every level', async () => {
  const novelty = { of: 'a newer version' }
  const [mine] = changed.presets.map((preset) => ({
    ...preset,
    hyperparameters: { ...preset.hyperparameters, novelty },
    novelty,
  }))
  const settings = { ...changed.settings, novelty }
  const { store, warning, inFile } = await opened({ settings, presets: [mine], novelty })
  expect([store.read(), warning]).toEqual([changed, undefined])
  await store.change(() => ({ ...changed, settings: { ...changed.settings, threads: 4 } }))
  const other = { name: 'another', hyperparameters: presets.dcgan }
  await store.change(() => ({ ...store.read(), presets: [other, ...store.read().presets] }))
  expect(inFile()).toEqual({
    schemaVersion: 1,
    novelty,
    settings: { ...settings, threads: 4 },
    presets: [other, mine],
  })
})

test.each(hyperparameterNames)('a preset from before %s existed is offered', async (name) => {
  const rest = Object.entries(presets.reference).filter(([key]) => key !== name)
  const preset = { name: 'mine', hyperparameters: Object.fromEntries(rest) }
  const { store, warning } = await opened({ settings: {}, presets: [preset] })
  const value = hyperparameters[name].absent ?? presets.reference[name]
  const before = { ...presets.reference, [name]: value }
  expect(store.read().presets).toEqual([{ ...preset, hyperparameters: before }])
  expect(warning).toBeUndefined()
})

const stylegan = { ...presets.reference, architecture: 'stylegan' }
test.each([
  ['an architecture', { name: 'x', hyperparameters: stylegan }, 'architecture is "stylegan"'],
  ['a size', { name: 'x', hyperparameters: { ...presets.dcgan, imageSize: 30 } }, 'multiple of 4'],
  ['nothing', { name: 'x' }, 'x'],
  ['no name', { hyperparameters: presets.reference }, '1'],
  ['no shape', 5, '1'],
])(
  'an unusable preset (%s) is kept but not offered, and a notice says so',
  async (_, odd, says) => {
    const { store, warning, inFile } = await opened({
      settings: {},
      presets: [odd, ...changed.presets],
    })
    expect(store.read().presets).toEqual(changed.presets)
    expect(warning?.message).toContain('stay in the file')
    expect(warning?.message).toContain(says)
    await store.change(() => ({ ...store.read(), presets: [] }))
    await store.change(() => ({ ...store.read(), settings: changed.settings }))
    expect(inFile()).toMatchObject({ presets: [odd], settings: changed.settings })
  },
)

test('a preset outside today’s range is offered unchanged', async () => {
  const large = { name: 'x', hyperparameters: { ...presets.reference, batchSize: 100_000 } }
  const { store, warning } = await opened({ settings: {}, presets: [large] })
  expect([store.read().presets, warning]).toEqual([[large], undefined])
})

test('an unknown value of a setting falls back to the default, and stays in the file until changed', async () => {
  const { store, warning, inFile } = await opened({ settings: { theme: 'sepia', threads: 3 } })
  expect(store.read().settings).toEqual({ ...defaultPreferences().settings, threads: 3 })
  expect(warning?.message).toContain('theme is "sepia"')
  const { settings } = store.read()
  await store.change(() => ({ ...store.read(), settings: { ...settings, threads: 2 } }))
  expect(inFile()).toMatchObject({ settings: { theme: 'sepia', threads: 2 } })
  await store.change(() => ({ ...store.read(), settings: { ...settings, theme: 'dark' } }))
  expect(inFile()).toMatchObject({ settings: { theme: 'dark' } })
})

test('a newer version’s file is left unchanged, and attempts to change it fail', async () => {
  const { root, file, store, warning } = await opened({ schemaVersion: 2, appearance: 'other' })
  const text = fs.readFileSync(file, 'utf8')
  expect(warning?.message).toContain('newer version of GAN Studio')
  expect(store.read()).toEqual(defaultPreferences())
  await expect(store.change(() => changed)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('newer version of GAN Studio'),
  })
  expect(fs.readFileSync(file, 'utf8')).toBe(text)
  expect(fs.readdirSync(root)).toEqual(['preferences.json'])
})
