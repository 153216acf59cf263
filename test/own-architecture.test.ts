import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ownNetworksSchema, settingsOf } from '../src/contract/architectures/own-networks'
import type { OwnNetworks } from '../src/contract/architectures/own-networks'
import { parseNetworkSpec } from '../src/contract/architectures/spec'
import { pytorchModule } from '../src/contract/architectures/pytorch'
import { hyperparametersSchema, presets } from '../src/contract/hyperparameters'
import type { Hyperparameters } from '../src/contract/hyperparameters'
import type { RunConfig } from '../src/contract/run'
import { tinyConditional, tinyNetworks } from '../src/contract/testing/tiny-networks'
import { readManifest } from '../src/main/storage/checkpoints/manifest'
import { checkpointDirectory } from '../src/main/storage/runs/paths'
import { readRun } from '../src/main/storage/runs/runs'
import { smallImages } from './support/small-presets'
import {
  checkpointBytes,
  datasetFolder,
  eventWatch,
  metricsText,
  studioIn,
  temporaryFolder,
} from './support/studio'

/* Runs with a user's own networks: trained, resumed, branched from, and their images generated. */

const own = (file: unknown): OwnNetworks => ownNetworksSchema.parse(file)
const tiny = own(tinyNetworks)
const STEPS = 12
const IMAGES = 19

/** Adds labels of three classes to a data set. */
function labelImages(folder: string): void {
  const header = Buffer.alloc(8)
  header.writeUInt32BE(0x00000801, 0)
  header.writeUInt32BE(IMAGES, 4)
  const labels = Buffer.from(Array.from({ length: IMAGES }, (_, i) => i % 3))
  fs.writeFileSync(path.join(folder, 'train-labels-idx1-ubyte'), Buffer.concat([header, labels]))
}

function configIn(root: string, networks: OwnNetworks, changes: Partial<Hyperparameters> = {}) {
  const hyperparameters = hyperparametersSchema.parse({
    ...presets.reference,
    ...settingsOf(networks),
    ...{ steps: STEPS, batchSize: 8, epochs: 1000, checkpointInterval: 5, keepCheckpoints: 0 },
    ...changes,
  })
  const dataset = datasetFolder(root, smallImages(hyperparameters, IMAGES))
  labelImages(dataset)
  const config: RunConfig = { hyperparameters, networks, dataset, engine: 'tensorflow', threads: 1 }
  return config
}

describe.each([
  ['unconditional', tiny],
  ['conditional, by projection', own(tinyConditional('projectionHead'))],
  ['conditional, by a classifier', own(tinyConditional('classifierHead'))],
])('own networks, %s', (_, networks) => {
  it('train, and after a kill resume to the same bytes', async () => {
    const root = temporaryFolder()
    const config = configIn(root, networks)
    const studio = studioIn(root)
    const straight = await studio.train(config, 'straight', eventWatch().watch)
    const killed = eventWatch()
    const first = await studio.train(config, 'killed', killed.watch)
    await killed.next((event) => event.type === 'checkpoint')
    expect(await first.session.kill()).toMatchObject({ kind: 'interrupted' })
    const resumed = await studio.resume(first.id, eventWatch().watch)
    expect(await resumed.session.outcome).toMatchObject({ kind: 'finished' })
    expect(await straight.session.outcome).toMatchObject({ kind: 'finished' })
    expect(checkpointBytes(first.dir, STEPS)).toEqual(checkpointBytes(straight.dir, STEPS))
    expect(metricsText(first.dir)).toBe(metricsText(straight.dir))

    const { config: stored } = await readRun(first.dir)
    expect(stored.networks).toEqual(networks)
    const manifest = await readManifest(
      path.join(checkpointDirectory(first.dir, STEPS), 'manifest.json'),
    )
    const spec = parseNetworkSpec(manifest.networks?.generator, 'checkpoint')
    expect(spec).toEqual(networks.generator)
    expect(pytorchModule(spec)).toContain('class ')
  })
})

describe('a run with own networks', () => {
  it('trains longer, is branched from, and generates images', async () => {
    const root = temporaryFolder()
    const config = configIn(root, tiny)
    const studio = studioIn(root)
    const { dir, id, session } = await studio.train(config, 'own', eventWatch().watch)
    expect(await session.outcome).toMatchObject({ kind: 'finished' })

    const longer = await studio.resume(id, eventWatch().watch, { steps: STEPS + 3 })
    expect(await longer.session.outcome).toMatchObject({ kind: 'finished' })

    const slower = { ...config.hyperparameters, learningRate: 0.0001, steps: STEPS + 3 }
    const from = { run: dir, step: STEPS }
    const branch = await studio.train(
      { ...config, hyperparameters: slower },
      'lower rate',
      eventWatch().watch,
      from,
    )
    expect(await branch.session.outcome).toMatchObject({ kind: 'finished' })

    const file = path.join(root, 'grid.png')
    const job = { count: 4, seed: 1, latentScale: 1, statistics: 'running' } as const
    const made = await studio.generate({
      ...{ ...job, source: dir, engine: 'wasm', threads: 1, output: { kind: 'grid', file } },
    })
    expect(made.shape).toEqual({ latentDim: 6, size: 8, channels: 1 })
    expect(fs.statSync(file).size).toBeGreaterThan(0)
  })

  it('cannot be continued by a run with other networks', async () => {
    const root = temporaryFolder()
    const config = configIn(root, tiny, { steps: 1 })
    const studio = studioIn(root)
    const { dir, session } = await studio.train(config, 'own', eventWatch().watch)
    await session.outcome
    const [first, ...rest] = tiny.generator.layers
    const layers = first === undefined ? rest : [first, { type: 'tanh' } as const, ...rest]
    const other = { ...tiny, generator: { ...tiny.generator, layers } }
    const started = studio.train({ ...config, networks: other }, 'other', eventWatch().watch, {
      run: dir,
    })
    await expect(started).rejects.toMatchObject({ problem: { code: 'branchNetworks' } })
  })
})
