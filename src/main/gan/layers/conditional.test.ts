import { memory, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { conditionalSpecs } from '../../../contract/architectures/testing/conditional'
import type { HostTensor } from '../../../contract/tensors'
import { openCpu } from '../../engine/cpu'
import { largestDifference } from '../../engine/testing/largest-difference'
import { buildNetworks } from '../architectures/build-network'
import { RandomStream } from '../random/random'
import type { Network } from './network'

const LATENTS = 6
beforeAll(() => openCpu())

function forward(network: Network, labels: readonly number[], mode: 'train' | 'eval' = 'eval') {
  const z = RandomStream.seeded(1, 'z').fillNormal(new Float32Array(labels.length * LATENTS))
  return tidy(() =>
    network
      .forward(tensor2d(z, [labels.length, LATENTS]), mode, tensor1d([...labels], 'int32'))
      .dataSync<'float32'>()
      .slice(),
  )
}

/** A generator whose values all differ from the initial ones. */
function trained(specs: (typeof conditionalSpecs)[string]): Network {
  const { generator, discriminator } = buildNetworks(specs, 3)
  discriminator.dispose()
  for (let pass = 0; pass < 3; pass++) forward(generator, [0, 1, 2, 2, 1], 'train')
  const random = RandomStream.seeded(2, 'weights')
  const state = [...generator.stateDict()].map(([key, value]): [string, HostTensor] => {
    if (value.dtype !== 'F32' || !/\.(weight|bias)$/.test(key)) return [key, value]
    const noise = random.fillNormal(new Float32Array(value.data.length))
    return [key, { ...value, data: value.data.map((x, i) => x + 0.1 * (noise[i] ?? 0)) }]
  })
  generator.loadStateDict(new Map(state), 'test')
  return generator
}

describe.each(Object.entries(conditionalSpecs))('the generator of %s', (_, specs) => {
  it('makes each image according to its own label', () => {
    const network = trained(specs)
    const [mixed, ones] = [forward(network, [0, 1, 2]), forward(network, [1, 1, 1])]
    const length = mixed.length / 3
    const image = (all: Float32Array, n: number) => all.subarray(n * length, (n + 1) * length)
    expect(largestDifference(image(mixed, 1), image(ones, 1))).toBeLessThan(1e-6)
    for (const n of [0, 2]) {
      expect(largestDifference(image(mixed, n), image(ones, n))).toBeGreaterThan(1e-4)
    }
    network.dispose()
  })

  it('needs labels', () => {
    const network = trained(specs)
    const z = tensor2d(new Float32Array(LATENTS), [1, LATENTS])
    expect(() => tidy(() => network.forward(z, 'eval'))).toThrow('needs labels')
    z.dispose()
    network.dispose()
  })

  it('makes the same images when frozen, with its own copy of the values', () => {
    const before = memory().numTensors
    const network = trained(specs)
    const expected = forward(network, [0, 1, 2, 0])
    const frozen = network.frozen()
    const twice = frozen.frozen()
    const twin = network.copy()
    network.dispose()
    expect(largestDifference(forward(frozen, [0, 1, 2, 0]), expected)).toBeLessThan(1e-5)
    expect(largestDifference(forward(twice, [0, 1, 2, 0]), expected)).toBeLessThan(1e-5)
    expect(forward(twin, [0, 1, 2, 0])).toEqual(expected)
    for (const each of [frozen, twice, twin]) each.dispose()
    expect(memory().numTensors).toBe(before)
  })
})
