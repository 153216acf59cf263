import { beforeAll, describe, it } from 'vitest'
import { presets } from '../../src/contract/hyperparameters'
import { openEngine } from '../../src/main/engine/open'
import type { OpenEngine } from '../../src/main/engine/engine'
import { expectSameBits } from '../support/both-runners'

let engine: OpenEngine

beforeAll(async () => {
  engine = (await openEngine('tensorflow', 1)).engine
})

/** Small, but with several levels and colours. */
const small = { imageSize: 16, channels: 3, batchSize: 12, latentDim: 8, baseWidth: 4 } as const

describe('the compiled step gives the same bits as the plain one', () => {
  it.each([
    { architecture: 'dcgan', levels: 3, discriminatorNorm: 'spectral' },
    { architecture: 'dcgan', discriminatorNorm: 'batch', minibatchDeviation: 'on' },
    { architecture: 'dcgan', discriminatorNorm: 'spectral', discriminatorHidden: 4 },
    { architecture: 'resnet', discriminatorNorm: 'spectral' },
    { architecture: 'resnet', discriminatorNorm: 'batch', levels: 4 },
    { architecture: 'r3', minibatchDeviation: 'on' },
  ] as const)('for $architecture, $discriminatorNorm', async (networks) => {
    await expectSameBits(engine, { ...presets.reference, ...small, ...networks }, 3)
  })
})
