import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { UNMEASURED_THREADS } from '../src/contract/engines'
import type { EngineChoice, EngineName } from '../src/contract/engines'
import { readRun } from '../src/main/storage/runs/runs'
import type { ResumeRequest } from '../src/main/studio/runs/resume-job'
import { runsOf } from './support/cli'
import { copies } from './support/copies'
import {
  checkpointBytes,
  eventWatch,
  metricsText,
  studioIn,
  tinyConfig,
  tinyDataset,
} from './support/studio'

const copyOf = copies()

/** A run trained for some epochs of 10 steps, with one thread. */
async function trained(engine: EngineName, epochs: number): Promise<{ root: string; dir: string }> {
  const root = await copyOf(`${engine} ${epochs}`, async (original) => {
    const config = tinyConfig(tinyDataset(original, 160), engine, { epochs })
    const { session } = await studioIn(original).train(config, 'a', eventWatch().watch)
    expect(await session.outcome).toMatchObject({ kind: 'finished' })
  })
  const [id = ''] = runsOf(root)
  return { root, dir: path.join(root, 'runs', id) }
}

async function resumed(root: string, dir: string, asked: ResumeRequest) {
  const { session, overview } = await studioIn(root).resume(dir, eventWatch().watch, asked)
  expect(await session.outcome).toMatchObject({ kind: 'finished' })
  return overview
}

type Engine = Record<string, unknown>

/** Edits what run.json says about the engine. */
function edit(
  dir: string,
  choice: EngineChoice,
  change: (engine: Engine) => Engine = (engine) => engine,
) {
  const file = path.join(dir, 'run.json')
  const run = JSON.parse(fs.readFileSync(file, 'utf8')) as {
    config: object
    sessions: { engine: Engine }[]
  }
  const sessions = run.sessions.map((session) => ({ ...session, engine: change(session.engine) }))
  fs.writeFileSync(
    file,
    JSON.stringify({ ...run, config: { ...run.config, engine: choice }, sessions }),
  )
}

const codes = ({ notes }: { notes: readonly { problem?: { code: string } | undefined }[] }) =>
  notes.map(({ problem }) => problem?.code)

describe('a run whose engine is automatic', () => {
  it('trains longer on the engine that trained it, although a faster one is available', async () => {
    const { dir: reference } = await trained('wasm', 4)
    const { root, dir } = await trained('wasm', 2)
    edit(dir, 'auto')
    const overview = await resumed(root, dir, { epochs: 4 })
    expect(overview.engine.name).toBe('wasm')
    expect(codes(overview)).toEqual([])
    expect(metricsText(dir)).toBe(metricsText(reference))
    expect(checkpointBytes(dir, 40)).toEqual(checkpointBytes(reference, 40))
    expect((await readRun(dir)).config.engine).toBe('auto')
  })

  it('takes the fastest engine on request, and says that rounding differs', async () => {
    const { root, dir } = await trained('wasm', 1)
    edit(dir, 'auto')
    const overview = await resumed(root, dir, { epochs: 2, engine: 'auto' })
    expect(overview.engine.name).toBe('tensorflow')
    expect(codes(overview)).toEqual(['engineChanged'])
    // From now on that is the engine that last trained it.
    expect((await resumed(root, dir, { epochs: 3 })).engine.name).toBe('tensorflow')
  })

  it('takes the fastest engine when it starts again from the beginning', async () => {
    const { root, dir } = await trained('wasm', 1)
    edit(dir, 'auto')
    expect((await resumed(root, dir, { fromStart: true })).engine.name).toBe('tensorflow')
  })
})

describe('a run created with an engine and threads of its own', () => {
  it('stays on the engine that last trained it', async () => {
    const { root, dir } = await trained('tensorflow', 1)
    await resumed(root, dir, { epochs: 2, engine: 'wasm' })
    const overview = await resumed(root, dir, { epochs: 3 })
    expect(overview.engine.name).toBe('wasm')
    expect(codes(overview)).toEqual([])
  })

  it('keeps the threads that last trained it', async () => {
    const { root, dir } = await trained('tensorflow', 1)
    await resumed(root, dir, { epochs: 2, threads: 2 })
    const overview = await resumed(root, dir, { epochs: 3 })
    expect(overview.engine.threads).toBe(2)
    expect(codes(overview)).toEqual([])
  })

  it('has automatic threads on request, and says that sums may round differently', async () => {
    const { root, dir } = await trained('tensorflow', 1)
    await resumed(root, dir, { epochs: 2, threads: 2 })
    const overview = await resumed(root, dir, { epochs: 3, threads: 0 })
    // Nothing was measured here.
    expect(overview.engine.threads).toBe(UNMEASURED_THREADS)
    expect(codes(overview)).toEqual(['threadsChanged'])
  })

  it('has its own engine and threads again when it starts over', async () => {
    const { root, dir } = await trained('wasm', 1)
    await resumed(root, dir, { epochs: 2, engine: 'cpu' })
    expect((await resumed(root, dir, { fromStart: true })).engine.name).toBe('wasm')
  })
})

describe('a run that resumes with another build of its engine', () => {
  it.each<[string, EngineName, (engine: Engine) => Engine, string[]]>([
    [
      'another TensorFlow',
      'tensorflow',
      (e) => ({ ...e, version: 'TensorFlow 2.9.1' }),
      ['engineUpdated'],
    ],
    ['the same on a GPU', 'tensorflow', (e) => ({ ...e, device: 'GPU (CUDA)' }), ['engineUpdated']],
    [
      'no fused multiply-add',
      'wasm',
      (e) => ({ ...e, device: 'WebAssembly SIMD' }),
      ['engineUpdated'],
    ],
    ['the device as older versions called it', 'tensorflow', (e) => ({ ...e, device: 'CPU' }), []],
    ['nothing else', 'wasm', (engine) => ({ ...engine }), []],
  ])('has a note where rounding may differ: %s', async (_, engine, change, expected) => {
    const { root, dir } = await trained(engine, 1)
    edit(dir, engine, change)
    expect(codes(await resumed(root, dir, { epochs: 2 }))).toEqual(expected)
  })
})
