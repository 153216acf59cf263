import fs from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hyperparameterNames, hyperparameters, presets } from '../../contract/hyperparameters'
import type { HyperparameterName } from '../../contract/hyperparameters'
import type { Session } from '../../contract/run'
import { latestUsable, writeCheckpoint } from './checkpoints/checkpoints'
import { digestOf, manifestText } from './checkpoints/manifest'
import { listRuns } from './runs/run-list'
import { createRun, readRun, refuseUnknownSettings, updateRun } from './runs/runs'
import { someConfig, someContents } from './testing/samples-of-data'
import { tempDir } from './testing/temp-dir'

/* Runs from before a feature existed, and runs from newer versions. */

type Json = Record<string, unknown>
const now = new Date('2026-11-24T08:30:15Z')
const session: Session = {
  startedAt: now.toISOString(),
  endedAt: now.toISOString(),
  fromStep: 0,
  toStep: 5,
  engine: { name: 'cpu', version: '4.22.0', device: 'CPU', threads: 1 },
  endedAs: 'failed',
  error: { code: 'training', message: 'no', problem: { code: 'lossDiverged', given: { step: 5 } } },
}
const dataset = { ...someContents(1).dataset, path: '/data/digits' }

/** A trained run, with functions to read and replace its run.json. */
async function trained() {
  const root = tempDir()
  const { dir } = await createRun(root, { name: 'digits', config: someConfig, now })
  await updateRun(dir, (run) => ({ ...run, dataset, state: 'failed', sessions: [session] }))
  const file = join(dir, 'run.json')
  const read = () => JSON.parse(fs.readFileSync(file, 'utf8')) as Json
  const write = (document: unknown) => fs.writeFileSync(file, JSON.stringify(document))
  return { root, dir, file, read, write }
}

/** The paths of all objects inside a value. */
function objectsIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).flatMap(([key, one]) => objectsIn(one, [...path, key]))
  return Array.isArray(value) ? inner : [path, ...inner]
}
const at = (document: unknown, path: readonly string[]): Json =>
  path.reduce((value, key) => value[key] as Json, document as Json)

/** The value that applied before the hyperparameter existed. */
const valueBefore = (name: HyperparameterName): unknown =>
  hyperparameters[name].absent ?? presets.reference[name]

describe('alarms in run.json', () => {
  const what = { message: 'something odd' }
  const sound = { kind: 'ofAnotherVersion', since: 1, found: 2, what, later: { a: 1 } }
  const bad = [null, 'x', [], {}, { ...sound, since: -5 }, { ...sound, found: Infinity }]

  it('that are damaged are left out and counted; unknown kinds and keys stay', async () => {
    const { dir, file, read } = await trained()
    const sessions = [{ ...session, alarms: [bad[0], sound, ...bad.slice(1)] }]
    // JSON has no infinity, but a number that is too large is read as one.
    const text = JSON.stringify({ ...read(), sessions }).replace('"found":null', '"found":1e999')
    fs.writeFileSync(file, text)
    const { later, ...known } = sound
    const wanted = { alarms: [known], alarmsLeftOut: bad.length }
    expect((await readRun(dir)).sessions).toMatchObject([wanted])
    // Nothing was written yet; the next change of the run drops them, and keeps the count.
    expect(fs.readFileSync(file, 'utf8')).toBe(text)
    await updateRun(dir, (run) => ({ ...run, name: 'other' }))
    expect(read()['sessions']).toMatchObject([{ alarms: [{ ...known, later }] }])
    expect((await readRun(dir)).sessions).toMatchObject([wanted])
  })

  it.each([[null], ['x'], [{}]])('that are %j are left out', async (alarms) => {
    const { dir, read, write } = await trained()
    write({ ...read(), sessions: [{ ...session, alarms }] })
    const [found] = (await readRun(dir)).sessions
    expect(found?.alarms).toBeUndefined()
    expect(found?.alarmsLeftOut).toBe(1)
  })
})

describe('a run of an earlier version', () => {
  it.each(hyperparameterNames)('before %s existed has its former fixed value', async (name) => {
    const { dir, read, write } = await trained()
    const document = read()
    Reflect.deleteProperty(at(document, ['config', 'hyperparameters']), name)
    write(document)
    const value = valueBefore(name)
    const values = { ...someConfig.hyperparameters, [name]: value }
    expect((await readRun(dir)).config).toEqual({ ...someConfig, hyperparameters: values })
    await refuseUnknownSettings(dir)
    // When rewritten, the value is explicit, whatever the default for new runs.
    await updateRun(dir, (run) => ({ ...run, name: 'other' }))
    expect(at(read(), ['config', 'hyperparameters'])[name]).toBe(value)
  })

  it.each([
    [['config', 'engine'], 'auto'],
    [['config', 'threads'], 0],
    [['sessions'], []],
  ])('before %j existed has %j', async (path, meant) => {
    const { dir, read, write } = await trained()
    const document = read()
    const [key = '', ...outer] = path.toReversed()
    Reflect.deleteProperty(at(document, outer.toReversed()), key)
    write(document)
    expect(at(await readRun(dir), path)).toEqual(meant)
  })

  it.each(['id', 'name', 'createdAt', 'config', 'state', 'schemaVersion'])(
    'without %s, which every version wrote, is damaged and left unchanged',
    async (key) => {
      const { dir, file, read, write } = await trained()
      const document = read()
      Reflect.deleteProperty(document, key)
      write(document)
      const text = fs.readFileSync(file, 'utf8')
      await expect(readRun(dir)).rejects.toMatchObject({ code: 'checkpoint', where: file })
      await expect(updateRun(dir, (run) => run)).rejects.toMatchObject({ code: 'checkpoint' })
      expect(fs.readFileSync(file, 'utf8')).toBe(text)
    },
  )
})

describe('a run of a newer version', () => {
  it('keeps unknown keys at every level through all updates', async () => {
    const { dir, read, write } = await trained()
    const document = read()
    const levels = objectsIn(document)
    expect(levels.length).toBeGreaterThanOrEqual(8)
    for (const path of levels) at(document, path)['novelty'] = { of: path.join('.') }
    write(document)
    const run = await readRun(dir)
    expect(run.config).toEqual(someConfig)
    expect(JSON.stringify(run)).not.toContain('novelty":{"of":"config')
    await updateRun(dir, (one) => ({ ...one, name: 'other' }))
    await updateRun(dir, (one) => ({
      ...one,
      state: 'running',
      sessions: [...one.sessions, session],
    }))
    const ended = { ...session, endedAs: 'stopped' as const, trainedSeconds: 3 }
    await updateRun(dir, ({ sessions: [first], ...one }) => ({
      ...one,
      sessions: first === undefined ? [] : [first, ended],
    }))
    for (const path of levels) expect(at(read(), path)['novelty']).toEqual({ of: path.join('.') })
    expect(read()['sessions']).toMatchObject([{ endedAs: 'failed' }, { endedAs: 'stopped' }])
  })

  it('with an unknown hyperparameter can be viewed, but not trained', async () => {
    const { root, dir, read, write } = await trained()
    const document = read()
    at(document, ['config', 'hyperparameters'])['gradientPenalty'] = 10
    write(document)
    expect((await listRuns(root)).runs.map(({ run }) => run.config)).toEqual([someConfig])
    await expect(refuseUnknownSettings(dir)).rejects.toMatchObject({
      code: 'checkpoint',
      message: expect.stringContaining('gradientPenalty'),
    })
  })

  it.each([
    [['config', 'hyperparameters', 'architecture'], 'stylegan'],
    [['config', 'hyperparameters', 'channels'], 4],
    [['config', 'engine'], 'webgpu'],
    [['state'], 'queued'],
    [['sessions', '0', 'engine', 'name'], 'webgpu'],
  ])('is listed with its unknown value (%j), and left unchanged', async (path, value) => {
    const { root, dir, file, read, write } = await trained()
    const document = read()
    const [key = '', ...outer] = path.toReversed()
    at(document, outer.toReversed())[key] = value
    write(document)
    const text = fs.readFileSync(file, 'utf8')
    const { runs, broken } = await listRuns(root)
    expect([runs, broken.map((one) => one.dir)]).toEqual([[], [dir]])
    const { message, remedy } = broken[0]?.error ?? {}
    expect(message).toContain(`does not know: ${path.join('.')} is ${JSON.stringify(value)}`)
    expect(remedy).toContain('update GAN Studio')
    await expect(updateRun(dir, (run) => run)).rejects.toMatchObject({ code: 'checkpoint' })
    expect(fs.readFileSync(file, 'utf8')).toBe(text)
  })

  it('keeps a value outside today’s range', async () => {
    const { dir, read, write } = await trained()
    const document = read()
    at(document, ['config', 'hyperparameters'])['batchSize'] = 100_000
    write(document)
    const { config } = await updateRun(dir, (run) => ({ ...run, name: 'other' }))
    expect(config.hyperparameters.batchSize).toBe(100_000)
    expect(at(read(), ['config', 'hyperparameters'])['batchSize']).toBe(100_000)
  })
})

it('requests are strict: a new run needs every value, within today’s range', async () => {
  const start = (hyperparameters: object) =>
    createRun(tempDir(), {
      name: 'digits',
      config: { ...someConfig, hyperparameters: hyperparameters as typeof presets.reference },
      now,
    })
  const { seed: _left, ...less } = presets.reference
  for (const wrong of [
    less,
    { ...presets.reference, unheardOf: 1 },
    { ...presets.reference, batchSize: 100_000 },
  ]) {
    await expect(start(wrong)).rejects.toMatchObject({ code: 'usage' })
  }
})

describe('a checkpoint', () => {
  /**
   * Writes a checkpoint at step 3 whose manifest is changed and re-signed, as by another version.
   */
  async function written(change: (manifest: Json) => void) {
    const runDir = tempDir()
    for (const step of [2, 3]) await writeCheckpoint(runDir, someContents(step))
    const file = join(runDir, 'checkpoints', '00000003', 'manifest.json')
    const manifest = JSON.parse(fs.readFileSync(file, 'utf8')) as Json
    change(manifest)
    fs.writeFileSync(file, manifestText({ ...manifest, digest: digestOf(manifest) }))
    return { runDir, file, text: fs.readFileSync(file, 'utf8') }
  }

  it.each(hyperparameterNames)('from before %s existed opens', async (name) => {
    const { runDir } = await written(({ hyperparameters }) => {
      Reflect.deleteProperty(hyperparameters as Json, name)
    })
    const { checkpoint, skipped } = await latestUsable(runDir)
    expect(skipped).toEqual([])
    expect(checkpoint?.manifest.hyperparameters).toEqual({
      ...presets.reference,
      [name]: valueBefore(name),
    })
  })

  it('with unknown keys at every level opens, and keeps them', async () => {
    const { runDir, file, text } = await written((manifest) => {
      for (const path of objectsIn(manifest)) at(manifest, path)['novelty'] = 1
      // Each file is described by its own object.
      delete at(manifest, ['files'])['novelty']
    })
    expect((await latestUsable(runDir)).checkpoint?.step).toBe(3)
    expect(fs.readFileSync(file, 'utf8')).toBe(text)
  })

  it('of an unknown architecture does not count as damaged, so no older one is used instead', async () => {
    const { runDir } = await written((manifest) => {
      ;(manifest['hyperparameters'] as Json)['architecture'] = 'stylegan'
    })
    const { checkpoint, skipped } = await latestUsable(runDir)
    expect(skipped).toEqual([])
    expect(checkpoint?.step).toBe(3)
    expect(checkpoint?.manifest.hyperparameters.architecture).toBe('stylegan')
  })
})
