import { describe, expect, it } from 'vitest'
import type { EngineInfo, EngineName } from '../../../contract/engines'
import { problemError } from '../../../contract/errors'
import { presets } from '../../../contract/hyperparameters'
import { notice } from '../../../contract/notices'
import type { Run, RunConfig, Session } from '../../../contract/run'
import { asGoneEngine, lastEngine, resumeEngine, setupToResume } from './resume-engine'

const at = '2026-11-29T08:00:00.000Z'

const info = (name: EngineName, threads: number): EngineInfo => ({
  ...{ name, version: '1', device: 'CPU', threads },
  ...(name === 'tensorflow' ? { math: 'onednn' as const } : {}),
})

const session = (fromStep: number, toStep: number | undefined, engine?: EngineInfo): Session => ({
  ...{ startedAt: at, fromStep },
  ...(toStep === undefined ? {} : { toStep, endedAt: at }),
  ...(engine === undefined ? {} : { engine }),
})

function runWith(config: Pick<RunConfig, 'engine' | 'threads'>, ...sessions: Session[]): Run {
  const settings = { hyperparameters: presets.reference, dataset: 'mnist', ...config }
  const stored = { schemaVersion: 1, id: 'a', name: 'a', createdAt: at } as const
  return { ...stored, config: settings, state: 'stopped', sessions }
}

const note = notice('measuredWhileBusy', {})
const best = () => Promise.resolve({ setup: { threads: 4, math: 'eigen' as const }, notes: [note] })

const created = { engine: 'tensorflow', threads: 1 } as const
const automatic = { engine: 'auto', threads: 0 } as const
const [tf1, tf2, wasm3] = [info('tensorflow', 1), info('tensorflow', 2), info('wasm', 3)]

describe('the engine and threads to resume with', () => {
  it.each<[string, Run, Parameters<typeof resumeEngine>[1], object]>([
    ['the settings before the first session', runWith(created), {}, created],
    [
      'those of the last session',
      runWith(created, session(0, 5, tf1), session(5, 9, wasm3)),
      {},
      { engine: 'wasm', threads: 3 },
    ],
    [
      'those of a session whose end is not recorded',
      runWith(created, session(0, 5, tf1), session(5, undefined, wasm3)),
      {},
      { engine: 'wasm', threads: 3 },
    ],
    [
      'flags first',
      runWith(created, session(0, 5, tf2)),
      { engine: 'wasm', threads: 4 },
      { engine: 'wasm', threads: 4 },
    ],
    [
      'not the threads of another engine',
      runWith(created, session(0, 5, info('cpu', 7))),
      { engine: 'tensorflow' },
      created,
    ],
    [
      'the last threads, should the fastest engine be the same',
      runWith(created, session(0, 5, tf1), session(5, 9, tf2)),
      { engine: 'auto' },
      { engine: 'auto', threads: 2 },
    ],
    [
      'automatic threads, should the fastest engine be another',
      runWith(automatic, session(0, 5, tf2)),
      { engine: 'auto' },
      automatic,
    ],
    [
      'the settings when starting over',
      runWith(created, session(0, 5, wasm3)),
      { fromStart: true },
      created,
    ],
  ])('%s', (_, run, asked, expected) => {
    expect(resumeEngine(run, asked)).toEqual(expected)
  })
})

describe('a session that ended before its first step', () => {
  const failed = session(9, 9, wasm3)
  it('does not count', async () => {
    const run = runWith(created, session(0, 9, tf2), failed)
    const { setup } = await setupToResume(run, {}, best)
    expect(setup).toEqual({ threads: 2, math: 'onednn' })
    expect(lastEngine(run)).toEqual(tf2)
    expect(resumeEngine(run, {})).toEqual({ engine: 'tensorflow', threads: 2 })
  })

  it.each([
    ['the first', [session(0, 0, wasm3)]],
    ['one that started over', [session(0, 9, tf2), session(0, 0, wasm3)]],
  ])('leaves the settings if it is %s', (_, sessions) => {
    const run = runWith(created, ...sessions)
    expect(lastEngine(run)).toBeUndefined()
    expect(resumeEngine(run, {})).toEqual(created)
  })
})

describe('the setup to resume with', () => {
  const run = runWith(automatic, session(0, 5, tf2))

  it('is that of the last session', async () => {
    const setup = { threads: 2, math: 'onednn' }
    expect(await setupToResume(run, {}, best)).toEqual({ setup, notes: [] })
    expect(await setupToResume(run, { threads: 3 }, best)).toEqual({ setup, notes: [] })
  })

  it('takes the best number of threads here if automatic threads are requested, and keeps the math library', async () => {
    const setup = { threads: 4, math: 'onednn' }
    expect(await setupToResume(run, { threads: 0 }, best)).toEqual({ setup, notes: [note] })
    const unmeasured = () => Promise.resolve({ notes: [] })
    expect(await setupToResume(run, { threads: 0 }, unmeasured)).toEqual({
      ...{ setup: { threads: 1, math: 'onednn' }, notes: [] },
    })
  })

  it('is the best for this machine when starting over', async () => {
    expect(await setupToResume(run, { fromStart: true }, best)).toEqual(await best())
  })
})

describe('the error of an engine that is gone', () => {
  const error = problemError('engine', 'wasmDidNotStart', {})
  const run = runWith(created, session(0, 5, tf1), session(5, 9, wasm3))

  it('names the engine that last trained the run, whatever it was created with', () => {
    expect(asGoneEngine(error, run, {})).toMatchObject({
      code: 'engine',
      message: expect.stringMatching(/^the wasm engine, which trained this run/),
      problem: { code: 'runEngineGone' },
      remedy: expect.stringContaining('--engine auto'),
    })
  })

  it.each([
    ['was never trained', runWith(created), {}],
    ['ended before its first step', runWith(created, session(0, 0, wasm3)), {}],
    ['starts over', run, { fromStart: true }],
  ])('names the engine of the settings if the run %s', (_, untrained, asked) => {
    expect(asGoneEngine(error, untrained, asked)).toMatchObject({
      code: 'engine',
      message: expect.stringMatching(/^the tensorflow engine, which was chosen for this run/),
      problem: { code: 'chosenEngineGone' },
      remedy: expect.stringContaining('--engine auto'),
    })
  })

  it('is unchanged if the request named the engine', () => {
    expect(asGoneEngine(error, run, { engine: 'wasm' })).toBe(error)
    expect(asGoneEngine(error, runWith(created), { engine: 'tensorflow' })).toBe(error)
  })
})
