import { tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { openCpu } from '../../engine/cpu'
import { defaultOptions } from '../../../contract/architectures/architecture'
import { mlp } from '../../../contract/architectures/mlp'
import { buildNetwork } from '../../gan/architectures/build-network'
import { largestDifference } from '../../engine/testing/largest-difference'
import { RandomStream } from '../../gan/random/random'
import type { LoadedGenerator } from './load'
import { useBatchStatistics } from './statistics'

const shape = { latentDim: 6, size: 4, channels: 1 }

beforeAll(() => openCpu())

async function loaded(): Promise<LoadedGenerator> {
  const { latentDim, size: imageSize, channels } = shape
  const spec = mlp.networks({ ...defaultOptions, latentDim, imageSize, channels }).generator
  const network = buildNetwork(spec, RandomStream.seeded(3))
  const opened = { engine: await openCpu(), notes: [] }
  const state = network.stateDict()
  const weights = 'raw' as const
  const source = { where: 'here', manifest: undefined, warnings: [], weights }
  return { network, state, spec, shape, opened, ...source }
}

function imagesOf({ network }: LoadedGenerator, latents: Float32Array, mode: 'train' | 'eval') {
  const n = latents.length / shape.latentDim
  return tidy(() => [...network.forward(tensor2d(latents, [n, shape.latentDim]), mode).dataSync()])
}

test('images equal those of a training pass over the batch, generated alone or together', async () => {
  const batch = RandomStream.seeded(9).fillNormal(new Float32Array(32 * shape.latentDim))
  const trained = imagesOf(await loaded(), batch, 'train')
  const generator = await loaded()
  const learned = imagesOf(generator, batch, 'eval')
  useBatchStatistics(generator, batch)
  const adopted = imagesOf(generator, batch, 'eval')
  expect(largestDifference(adopted, trained)).toBeLessThan(1e-4)
  expect(largestDifference(adopted, learned)).toBeGreaterThan(1e-2)
  const alone = imagesOf(generator, batch.subarray(0, shape.latentDim), 'eval')
  alone.forEach((value, i) => expect(value).toBeCloseTo(adopted[i] ?? NaN, 5))
})

test('the loaded weights are unchanged, so switching back gives the same images as before', async () => {
  const batch = RandomStream.seeded(9).fillNormal(new Float32Array(32 * shape.latentDim))
  const generator = await loaded()
  const before = imagesOf(generator, batch, 'eval')
  useBatchStatistics(generator, batch)
  generator.network.loadStateDict(generator.state, 'here')
  expect(imagesOf(generator, batch, 'eval')).toEqual(before)
})
