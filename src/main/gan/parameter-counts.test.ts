import { beforeAll, expect, test } from 'vitest'
import { presets } from '../../contract/hyperparameters'
import { openCpu } from '../engine/cpu'
import { createGan } from './training/gan'
import { parameterCounts } from './parameter-counts'

beforeAll(() => openCpu())

test('the reference has the published numbers of parameters', () => {
  expect(parameterCounts(presets.reference)).toEqual({
    generator: 1_510_032,
    discriminator: 533_505,
  })
})

test.each([
  { architecture: 'mlp', latentDim: 100, imageSize: 28, channels: 1 },
  { architecture: 'mlp', latentDim: 1, imageSize: 4, channels: 3 },
  { architecture: 'mlp', latentDim: 37, imageSize: 11, channels: 3 },
  { architecture: 'dcgan', latentDim: 100, imageSize: 28, channels: 1 },
  { architecture: 'dcgan', latentDim: 1, imageSize: 4, channels: 3 },
  { architecture: 'dcgan', latentDim: 37, imageSize: 32, channels: 3 },
] as const)('the counts are those of the real networks at %j', (shape) => {
  const gan = createGan({ ...presets.reference, ...shape })
  expect(parameterCounts(shape)).toEqual({
    generator: gan.generator.parameterCount,
    discriminator: gan.discriminator.parameterCount,
  })
  gan.state.dispose()
})
