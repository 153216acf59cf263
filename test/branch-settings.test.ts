import { expect, it } from 'vitest'
import { hyperparametersSchema } from '../src/contract/hyperparameters'
import type { Hyperparameters } from '../src/contract/hyperparameters'
import { eventWatch, studioIn, temporaryFolder, tinyConfig, tinyDataset } from './support/studio'

const small = { architecture: 'dcgan', baseWidth: 4, imageSize: 16, steps: 1 } as const

it('a refused start from a checkpoint names the setting that the networks depend on', async () => {
  const root = temporaryFolder()
  const studio = studioIn(root)
  const config = tinyConfig(tinyDataset(root, 64), 'wasm', { ...small, checkpointInterval: 1 })
  const { dir, session } = await studio.train(config, 'first', eventWatch().watch)
  await session.outcome
  const others: [keyof Hyperparameters, Partial<Hyperparameters>, string][] = [
    ['architecture', { architecture: 'resnet' }, 'dcgan'],
    ['baseWidth', { baseWidth: 8 }, '4'],
    ['levels', { levels: 1 }, '0'],
    ['discriminatorNorm', { discriminatorNorm: 'spectral' }, 'none'],
    ['latentDim', { latentDim: 7 }, '10'],
    ['channels', { channels: 3 }, '1'],
  ]
  for (const [where, changes, setting] of others) {
    const hyperparameters = hyperparametersSchema.parse({ ...config.hyperparameters, ...changes })
    const from = { run: dir }
    const started = studio.train({ ...config, hyperparameters }, 'other', eventWatch().watch, from)
    const error = { where, problem: { code: 'branchSetting', given: { setting } } }
    await expect(started).rejects.toMatchObject(error)
  }
})
