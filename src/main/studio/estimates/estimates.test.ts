import fs from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ownNetworksSchema, settingsOf } from '../../../contract/architectures/own-networks'
import { estimateSchema } from '../../../contract/estimate'
import { presets } from '../../../contract/hyperparameters'
import type { EngineName } from '../../../contract/engines'
import type { RunConfig, Session } from '../../../contract/run'
import { tinyNetworks } from '../../../contract/testing/tiny-networks'
import { idxBytes, writeFolder } from '../../sources/idx/testing'
import { pattern } from '../../image/testing'
import { tempDir } from '../../storage/testing/temp-dir'
import { assessNeeds } from './needs/assess'
import { estimate, lengthOf, secondsPerStep } from './estimates'
import type { Timing } from './estimates'

const config = (changes: Partial<RunConfig['hyperparameters']> = {}): RunConfig => ({
  hyperparameters: { ...presets.reference, ...changes },
  dataset: 'mnist',
  engine: 'wasm',
  threads: 0,
})

const bundled = resolve('resources/datasets')

describe('an estimate', () => {
  test('of the reference run has the published figures', async () => {
    expect(await estimate(config(), [bundled], [], [])).toEqual({
      generatorParameters: 1_510_032,
      discriminatorParameters: 533_505,
      stepsPerEpoch: 938,
      totalSteps: 46_900,
      samples: 119,
      secondsPerStep: null,
    })
  })

  test('of a data set given by path counts its images, and rejects a batch size above that number', async () => {
    const images = { 'train-images-idx3-ubyte': idxBytes([10, 8, 8], pattern(640)) }
    const dataset = await writeFolder(tempDir(), 'ten', images)
    const own = { ...config({ batchSize: 4, epochs: 3 }), dataset }
    expect(await estimate(own, [bundled], [], [])).toMatchObject({
      stepsPerEpoch: 3,
      totalSteps: 9,
    })
    const huge = { ...config({ batchSize: 11 }), dataset }
    const refusal = { code: 'usage', where: 'batchSize' }
    await expect(estimate(huge, [bundled], [], [])).rejects.toMatchObject(refusal)
    fs.writeFileSync(join(dataset, 'train-images-idx3-ubyte'), 'nonsense')
    await expect(estimate(own, [bundled], [], [])).rejects.toMatchObject({ code: 'data' })
  })

  const wide = [
    { type: 'linear', features: 2e9 },
    { type: 'linear', features: 1e9 },
  ]
  test.each([
    [
      '2e18 weights',
      [...wide, { type: 'linear', features: 64 }],
      ['ownNetworksTooLarge', 'diskTooSmall'],
    ],
    ['no weights', [], []],
  ])(
    'of networks with %s is a valid reply, which says whether they fit',
    async (_, before, codes) => {
      const generator = {
        ...tinyNetworks.generator,
        input: { type: 'latent', size: 64 },
        layers: [...before, { type: 'unflatten', channels: 1, size: 8 }, { type: 'tanh' }],
      }
      const networks = ownNetworksSchema.parse({ ...tinyNetworks, generator })
      const own = { ...config(settingsOf(networks)), networks, engine: 'cpu' as const }
      const needs = await assessNeeds(own, { root: tempDir(), datasetsDirs: [bundled] })
      const reply = { ...(await estimate(own, [bundled], [], [])), needs }
      expect(estimateSchema.parse(reply)).toEqual(reply)
      expect(needs.refusals.map(({ problem }) => problem?.code)).toEqual(codes)
    },
  )

  test.each([
    [{ epochs: 3, batchSize: 7, steps: 0 }, 15, 45],
    [{ epochs: 3, batchSize: 7, steps: 5 }, 15, 5],
    [{ epochs: 1, batchSize: 100, steps: 9000 }, 1, 1],
    [{ epochs: 2, batchSize: 99, steps: 0 }, 2, 4],
  ])(
    'counts the steps for 100 images, including a short last batch and a step limit: %j',
    (changes, stepsPerEpoch, totalSteps) => {
      const h = config(changes).hyperparameters
      expect(lengthOf(h, 100)).toEqual({ stepsPerEpoch, totalSteps })
    },
  )
})

describe('seconds per step', () => {
  const timing = (engine: EngineName, session: Partial<Session>, run = config()): Timing => ({
    run: { config: run },
    session: {
      startedAt: '2026-01-01T00:00:00.000Z',
      fromStep: 100,
      engine: { name: engine, version: '1', device: 'd', threads: 1 },
      ...session,
    },
  })
  const good = { toStep: 200, trainedSeconds: 5 }

  test('come from the newest session with the same engine and sizes', () => {
    const timings = [
      timing('tensorflow', { toStep: 200, trainedSeconds: 1 }),
      timing('wasm', { toStep: 119, trainedSeconds: 1 }),
      timing('wasm', { trainedSeconds: 1 }),
      timing('wasm', { toStep: 200 }),
      timing('wasm', { toStep: 200, trainedSeconds: 1 }, config({ batchSize: 32 })),
      timing('wasm', { toStep: 200, trainedSeconds: 1 }, config({ imageSize: 32 })),
      timing('wasm', { toStep: 200, trainedSeconds: 1 }, config({ channels: 3 })),
      timing('wasm', good),
      timing('wasm', { toStep: 300, trainedSeconds: 1000 }),
    ]
    expect(secondsPerStep(config(), timings, [])).toBe(0.05)
    expect(secondsPerStep(config(), timings.slice(0, 7), [])).toBeNull()
  })

  test('of a session without recorded training time are computed from its start and end', () => {
    const session = { toStep: 120, endedAt: '2026-01-01T00:00:40.000Z' }
    expect(secondsPerStep(config(), [timing('wasm', session)], [])).toBe(2)
  })

  test('for auto are those of the engine that auto selects here', () => {
    const auto = { ...config(), engine: 'auto' as const }
    const timings = [timing('cpu', good), timing('wasm', { toStep: 200, trainedSeconds: 9 }, auto)]
    expect(secondsPerStep(auto, timings, [])).toBe(0.09)
    const reports = [
      { name: 'tensorflow' as const, available: false },
      { name: 'cpu' as const, available: true },
    ]
    expect(secondsPerStep(auto, timings, reports)).toBe(0.05)
    expect(secondsPerStep(auto, [timing('cpu', good)], [])).toBeNull()
  })
})
