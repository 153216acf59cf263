import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { presets } from '../src/contract/hyperparameters'
import type { Hyperparameters } from '../src/contract/hyperparameters'
import type { RunConfig } from '../src/contract/run'
import { openEngine } from '../src/main/engine/open'
import type { OpenEngine } from '../src/main/engine/engine'
import { readCheckpoint, writeCheckpoint } from '../src/main/storage/checkpoints/checkpoints'
import { sha256 } from '../src/main/storage/checkpoints/manifest'
import { readActivity } from '../src/main/storage/runs/activity-log'
import { checkpointDirectory } from '../src/main/storage/runs/paths'
import { cli } from './support/cli'
import { expectSameBits } from './support/both-runners'
import { eventWatch, studioIn, temporaryFolder, tinyConfig, tinyDataset } from './support/studio'

/*
 * Training in bfloat16. The machine need not have it: GAN_STUDIO_BFLOAT16=always emulates it where
 * necessary, and casts every product and convolution.
 */

const given = process.env['GAN_STUDIO_BFLOAT16']
const pretend = (what: 'always' | 'never'): void => void (process.env['GAN_STUDIO_BFLOAT16'] = what)

beforeAll(() => pretend('always'))
afterAll(() => {
  if (given === undefined) delete process.env['GAN_STUDIO_BFLOAT16']
  else process.env['GAN_STUDIO_BFLOAT16'] = given
})

describe('the compiled step in bfloat16', () => {
  let engine: OpenEngine
  beforeAll(async () => {
    engine = (await openEngine('tensorflow', 1, undefined, 'bfloat16')).engine
  })

  it.each<[string, Partial<Hyperparameters>]>([
    ['the reference', {}],
    ['the DCGAN', { architecture: 'dcgan', baseWidth: 4 }],
    ['R1', { penalty: 'r1', batchSize: 8 }],
    ['spectral norm', { architecture: 'dcgan', baseWidth: 4, discriminatorNorm: 'spectral' }],
  ])('equals the plain one bit for bit: %s', async (_, changes) => {
    await expectSameBits(
      engine,
      { ...presets.reference, batchSize: 16, ...changes, precision: 'bfloat16' },
      6,
    )
    expect(Object.values(engine.bfloat16?.choices() ?? {}).every(Boolean)).toBe(true)
  })

  it('draws samples in float32', () => {
    const keys = Object.keys(engine.bfloat16?.choices() ?? {})
    expect(keys.length).toBeGreaterThan(20)
    // A grid has 25 images.
    expect(keys.filter((key) => / 25x/.test(key))).toEqual([])
  })
})

const quiet = { onEvent: () => undefined }

/** Settings of a run of 20 steps with a checkpoint every 4 steps. */
const config = (root: string, changes: Partial<Hyperparameters> = {}): RunConfig =>
  tinyConfig(tinyDataset(root, 160), 'tensorflow', {
    ...{ precision: 'bfloat16', steps: 20, checkpointInterval: 4 },
    ...changes,
  })

async function trained(root: string, changes: Partial<Hyperparameters> = {}) {
  const run = await studioIn(root).train(config(root, changes), 'whole', quiet)
  expect(await run.session.outcome).toMatchObject({ kind: 'finished' })
  return run
}

/** The hashes of a checkpoint's weights. */
const weightsAt = (dir: string, step: number): string[] =>
  ['generator', 'discriminator', 'optimizer'].map((name) =>
    sha256(fs.readFileSync(path.join(checkpointDirectory(dir, step), `${name}.safetensors`))),
  )

describe('a run in bfloat16', () => {
  it('resumes to the bit after a kill, with the casts that it began with', async () => {
    const root = temporaryFolder()
    const whole = await trained(root)
    const { manifest } = await readCheckpoint(checkpointDirectory(whole.dir, 20))
    const choices = Object.entries(manifest.bfloat16 ?? {})
    expect(choices.length).toBeGreaterThan(20)

    const studio = studioIn(root)
    const { watch, next } = eventWatch()
    const killed = await studio.train(config(root), 'killed', watch)
    await next((event) => event.type === 'checkpoint')
    await killed.session.kill()
    const resumed = await studio.resume(killed.id, quiet)
    expect(await resumed.session.outcome).toMatchObject({ kind: 'finished' })
    expect(weightsAt(killed.dir, 20)).toEqual(weightsAt(whole.dir, 20))
    const engines = resumed.session.run.sessions.map(({ engine }) => engine?.device)
    expect(engines).toEqual(Array(2).fill(expect.stringMatching(/, bfloat16$/)))
    const notes = await readActivity(killed.dir)
    expect(JSON.stringify(notes)).toContain('bfloat16Forced')
  })

  it('differs from one in float32, whose checkpoints contain no casts', async () => {
    const root = temporaryFolder()
    const [half, single] = [await trained(root), await trained(root, { precision: 'float32' })]
    expect(weightsAt(half.dir, 20)).not.toEqual(weightsAt(single.dir, 20))
    const { manifest } = await readCheckpoint(checkpointDirectory(single.dir, 20))
    expect(manifest).not.toHaveProperty('bfloat16')
  })

  it('resumes with the casts in its checkpoint, whatever this machine would choose', async () => {
    const root = temporaryFolder()
    const whole = await trained(root, { steps: 4 })
    const id = whole.id
    const { manifest, state } = await readCheckpoint(checkpointDirectory(whole.dir, 4))
    const { step, hyperparameters, networks, dataset, engine } = manifest
    const mixed = Object.fromEntries(
      Object.keys(manifest.bfloat16 ?? {}).map((key, i) => [key, i % 2 === 0]),
    )
    const facts = { step, hyperparameters, networks, dataset, engine, bfloat16: mixed }
    await writeCheckpoint(whole.dir, { ...facts, ...state })
    const resumed = await studioIn(root).resume(id, quiet, { steps: 8 })
    await resumed.session.outcome
    const saved = await readCheckpoint(checkpointDirectory(whole.dir, 8))
    expect(saved.manifest.bfloat16).toEqual(mixed)
    const other = await trained(root, { steps: 8 })
    expect(weightsAt(other.dir, 4)).toEqual(weightsAt(whole.dir, 4))
    expect(weightsAt(other.dir, 8)).not.toEqual(weightsAt(whole.dir, 8))
  })
})

describe('where bfloat16 is not available', () => {
  const TRAIN = ['--engine', 'tensorflow', '--image-size', '8', '--precision', 'bfloat16']
  const train = (root: string, ...args: string[]) =>
    cli(root, 'train', '--data', tinyDataset(root, 160), '--batch-size', '16', ...TRAIN, ...args)

  it.each<[string, string[], string, string]>([
    ['a machine without it', [], 'this machine has no bfloat16', 'Train in float32'],
    ['another engine', ['--engine', 'wasm'], 'only on the tensorflow engine', 'tensorflow engine'],
    ['a step that is not compiled', ['--no-compile'], 'compiled training step', 'Compile the step'],
  ])('%s is refused before training', (name, args, message, remedy) => {
    const root = temporaryFolder()
    pretend(name === 'a machine without it' ? 'never' : 'always')
    const { code, stderr } = train(root, ...args)
    pretend('always')
    expect(stderr).toContain(message)
    expect(stderr).toContain(remedy)
    expect(code).toBe(2)
    expect(
      fs.existsSync(path.join(root, 'runs')) ? fs.readdirSync(path.join(root, 'runs')) : [],
    ).toEqual([])
  })

  it('resuming is refused, with the reason and a remedy, and the run stays as it is', async () => {
    const root = temporaryFolder()
    const { dir, id } = await trained(root, { steps: 4 })
    const before = fs.readFileSync(path.join(dir, 'run.json'), 'utf8')
    pretend('never')
    const { code, stderr } = cli(root, 'resume', id, '--steps', '8')
    pretend('always')
    expect(stderr).toContain('this machine has no bfloat16')
    expect(stderr).toContain('Resume on a machine that has it')
    expect(code).toBe(2)
    expect(fs.readFileSync(path.join(dir, 'run.json'), 'utf8')).toBe(before)
    const other = cli(root, 'train', '--from', id, '--precision', 'float32', '--steps', '6')
    expect(other.stderr).not.toContain('bfloat16')
    expect(other.code).toBe(0)
  })
})
