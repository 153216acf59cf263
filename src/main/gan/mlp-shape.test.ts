import { beforeAll, expect, test } from 'vitest'
import { presets } from '../../contract/hyperparameters'
import { openCpu } from '../engine/cpu'
import { createGan, disposeGan } from './gan'
import { parameterCounts } from './mlp-shape'

beforeAll(() => openCpu())

test('the reference has the published numbers of parameters', () => {
  expect(parameterCounts(presets.reference)).toEqual({
    generator: 1_510_032,
    discriminator: 533_505,
  })
})

test.each([
  { latentDim: 100, imageSize: 28, channels: 1 },
  { latentDim: 1, imageSize: 4, channels: 3 },
  { latentDim: 37, imageSize: 11, channels: 3 },
])('the counts are those of the real networks at %j', (shape) => {
  const gan = createGan({ ...presets.reference, ...shape })
  expect(parameterCounts(shape)).toEqual({
    generator: gan.generator.parameterCount,
    discriminator: gan.discriminator.parameterCount,
  })
  disposeGan(gan)
})
