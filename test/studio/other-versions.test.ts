import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { PROTOCOL_VERSION } from '../../src/contract/api'
import { presets } from '../../src/contract/hyperparameters'
import { open } from '../support/studio-host'
import {
  checkpointBytes,
  eventWatch,
  studioIn,
  temporaryFolder,
  tinyConfig,
  tinyDataset,
} from '../support/studio'

/* Documents written by other versions, used through the whole studio. */

interface Document {
  config: { hyperparameters: Record<string, unknown>; [more: string]: unknown }
  [more: string]: unknown
}

/** Trains a short run to the end. @returns functions to read and change its run.json */
async function finishedRun(root: string) {
  const config = tinyConfig(tinyDataset(root, 160), 'wasm', { steps: 3, checkpointInterval: 2 })
  const { dir, id, session } = await studioIn(root).train(config, 'tiny', eventWatch().watch)
  await session.outcome
  const file = path.join(dir, 'run.json')
  const read = () => JSON.parse(fs.readFileSync(file, 'utf8')) as Document
  const change = (apply: (document: Document) => void): string => {
    const document = read()
    apply(document)
    const text = JSON.stringify(document)
    fs.writeFileSync(file, text)
    return text
  }
  return { id, dir, file, read, change }
}

it('a run with out-of-range values and keys of a newer version resumes, and keeps both', async () => {
  const root = temporaryFolder()
  const { id, dir, read, change } = await finishedRun(root)
  change((document) => {
    Object.assign(document, { novelty: 1 })
    Object.assign(document.config, { novelty: 2 })
    Object.assign(document.config.hyperparameters, { epochs: 200_000, steps: 6 })
  })
  const { call, waitForEvent } = await open(root)
  const { runs, broken } = await call('runs.list', {})
  expect(broken).toEqual([])
  expect(runs[0]?.config.hyperparameters.epochs).toBe(200_000)
  await call('runs.resume', { id })
  await waitForEvent('run', ({ run }) => run.state === 'finished' && run.step === 6)
  expect(Object.keys(checkpointBytes(dir, 6))).toContain('manifest.json')
  const { config, ...rest } = read()
  expect(rest).toMatchObject({ novelty: 1, state: 'finished' })
  expect(config).toMatchObject({ novelty: 2, hyperparameters: { epochs: 200_000, steps: 6 } })
})

it('a run with an unknown hyperparameter can be viewed and renamed, not trained', async () => {
  const root = temporaryFolder()
  const { id, dir, read, change } = await finishedRun(root)
  change((document) => Object.assign(document.config.hyperparameters, { unheardOf: 0.9, steps: 6 }))
  const { call } = await open(root)
  expect((await call('runs.rename', { id, name: 'other' })).name).toBe('other')
  await expect(call('runs.resume', { id })).rejects.toMatchObject({
    code: 'checkpoint',
    message: expect.stringContaining('unheardOf'),
    problem: { code: 'runHasUnknownSettings', given: { names: 'unheardOf' } },
  })
  expect((await call('runs.list', {})).runs).toMatchObject([{ name: 'other', state: 'finished' }])
  expect(read().config.hyperparameters).toMatchObject({ unheardOf: 0.9 })
  expect(fs.readdirSync(path.join(dir, 'checkpoints')).at(-1)).toBe('00000003')
})

it('a run of an unknown architecture is listed with the reason, and left unchanged', async () => {
  const root = temporaryFolder()
  const { id, file, change } = await finishedRun(root)
  const text = change((document) =>
    Object.assign(document.config.hyperparameters, { architecture: 'stylegan' }),
  )
  const { call } = await open(root)
  const { runs, broken } = await call('runs.list', {})
  expect(runs).toEqual([])
  expect(broken).toMatchObject([{ id, error: { problem: { code: 'unknownValue' } } }])
  expect(broken[0]?.error.message).toContain('"stylegan"')
  await expect(call('runs.resume', { id })).rejects.toMatchObject({ code: 'checkpoint' })
  await expect(call('runs.rename', { id, name: 'x' })).rejects.toMatchObject({ code: 'checkpoint' })
  expect(fs.readFileSync(file, 'utf8')).toBe(text)
})

it('known preferences of another version are used, and unknown ones kept', async () => {
  const root = temporaryFolder()
  const file = path.join(root, 'preferences.json')
  const { seed: _left, ...older } = presets.reference
  const stored = {
    settings: { theme: 'sepia', threads: 2, novelty: 1 },
    presets: [
      { name: 'older', hyperparameters: older },
      { name: 'stranger', hyperparameters: { ...older, architecture: 'stylegan' } },
    ],
  }
  fs.writeFileSync(file, JSON.stringify(stored))
  const { call, studio } = await open(root)
  expect(studio.warnings).toMatchObject([{ problem: { code: 'preferencesPartlyUnknown' } }])
  const { settings, presets: offered } = await call('hello', { protocol: PROTOCOL_VERSION })
  expect(settings).toMatchObject({ theme: 'system', threads: 2 })
  expect(offered).toEqual([{ name: 'older', hyperparameters: presets.reference }])
  await call('settings.set', { language: 'en' })
  await call('presets.save', { name: 'mine', hyperparameters: presets.dcgan })
  await call('presets.delete', { name: 'older' })
  expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toMatchObject({
    settings: { ...stored.settings, language: 'en' },
    presets: [{ name: 'mine', hyperparameters: presets.dcgan }, stored.presets[1]],
  })
})

it('requests with missing, unknown or out-of-range values are refused', async () => {
  const { call } = await open(temporaryFolder())
  const { seed: _left, ...less } = presets.reference
  for (const wrong of [
    less,
    { ...presets.reference, unheardOf: 1 },
    { ...presets.reference, epochs: 200_000 },
  ]) {
    const hyperparameters = wrong as typeof presets.reference
    const config = { hyperparameters, dataset: 'mnist', engine: 'cpu', threads: 0 } as const
    const refusal = { code: 'usage', message: expect.stringMatching(/seed|unheardOf|epochs/) }
    await expect(call('runs.train', { name: 'x', config })).rejects.toMatchObject(refusal)
    await expect(call('estimate', { config })).rejects.toMatchObject(refusal)
    // A preset needs only the values that differ from the reference.
    if (wrong === less) continue
    await expect(call('presets.save', { name: 'x', hyperparameters })).rejects.toMatchObject(
      refusal,
    )
  }
  const setting = { looks: 'other' } as object
  await expect(call('settings.set', setting)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('looks'),
  })
})
