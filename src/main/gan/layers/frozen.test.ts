import { memory, tensor2d, tidy, zerosLike } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { presetNames, presets } from '../../../contract/hyperparameters'
import type { HostTensor } from '../../../contract/tensors'
import { openCpu } from '../../engine/cpu'
import { labelTensor } from '../training/labels'
import { createGan } from '../training/gan'
import type { Gan } from '../training/gan'
import type { Network } from './network'
import { RandomStream } from '../random/random'

const small = { imageSize: 8, latentDim: 10 }

const latents = (rows: number, seed = 1): Float32Array =>
  RandomStream.seeded(seed, 'z').fillNormal(new Float32Array(rows * small.latentDim))

/** Labels for class-conditional generators. */
const labelsOf = (rows: number): Int32Array => Int32Array.from({ length: rows }, (_, i) => i % 3)

const forward = (network: Network, mode: 'train' | 'eval', z = latents(3)): Float32Array =>
  tidy(() =>
    network
      .forward(tensor2d(z, [z.length / 10, 10]), mode, labelTensor(labelsOf(z.length / 10)))
      .dataSync<'float32'>()
      .slice(),
  )

/** A GAN whose generator's statistics, scales and shifts differ from the initial ones. */
function trainedGan(name: (typeof presetNames)[number]): Gan {
  const gan = createGan({ ...presets[name], ...small })
  for (let pass = 0; pass < 3; pass++) forward(gan.generator, 'train', latents(16, pass))
  const random = RandomStream.seeded(2, 'weights')
  const state = [...gan.generator.stateDict()].map(([key, value]): [string, HostTensor] => {
    if (value.dtype !== 'F32' || !/\.(weight|bias)$/.test(key)) return [key, value]
    const noise = random.fillNormal(new Float32Array(value.data.length))
    return [key, { ...value, data: value.data.map((x, i) => x + 0.1 * (noise[i] ?? 0)) }]
  })
  gan.generator.loadStateDict(new Map(state), 'test')
  return gan
}

beforeAll(() => openCpu())

describe.each([...presetNames])('a frozen generator of %s', (name) => {
  it('gives the same images up to rounding, and so do its copies', () => {
    const gan = trainedGan(name)
    const wanted = forward(gan.generator, 'eval')
    const frozen = gan.generator.frozen()
    const again = frozen.frozen()
    for (const network of [frozen, again]) {
      const got = forward(network, 'eval')
      expect(got).toHaveLength(wanted.length)
      got.forEach((value, i) => expect(Math.abs(value - (wanted[i] ?? NaN))).toBeLessThan(5e-6))
    }
    frozen.dispose()
    again.dispose()
    gan.state.dispose()
  })

  it('is independent of its original', () => {
    const gan = trainedGan(name)
    const before = memory().numTensors
    const frozen = gan.generator.frozen()
    const wanted = forward(frozen, 'eval')
    forward(gan.generator, 'train', latents(16, 9))
    const { parameters } = gan.generator
    parameters.forEach(({ variable }) => tidy(() => variable.assign(zerosLike(variable))))
    expect(forward(frozen, 'eval')).toEqual(wanted)
    frozen.dispose()
    expect(memory().numTensors).toBe(before)
    expect(forward(gan.generator, 'eval').every(Number.isFinite)).toBe(true)
    gan.state.dispose()
  })
})
