import { memory, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseNetworkSpec } from '../../../contract/architectures/spec'
import { residualSpecs } from '../../../contract/architectures/testing/residual'
import { openCpu } from '../../engine/cpu'
import { largestDifference } from '../../engine/testing/largest-difference'
import type { Network } from '../layers/network'
import { RandomStream } from '../random/random'
import { buildNetwork } from './build-network'

const ROWS = 5

beforeAll(() => openCpu())

function forward(network: Network, mode: 'train' | 'eval', seed = 1, width = 12): Float32Array {
  const z = RandomStream.seeded(seed, 'z').fillNormal(new Float32Array(ROWS * width))
  return tidy(() =>
    network
      .forward(tensor2d(z, [ROWS, width]), mode)
      .dataSync<'float32'>()
      .slice(),
  )
}

describe('a network with residual layers', () => {
  it('adds the outputs of its branches', () => {
    const linear = { type: 'linear', features: 12, bias: false }
    const output = { type: 'image', channels: 3, size: 2 }
    const built = (layers: unknown[]) => {
      const spec = parseNetworkSpec(
        { input: { type: 'latent', size: 12 }, layers, output },
        'usage',
      )
      return buildNetwork(spec, RandomStream.seeded(4))
    }
    const tanh = { type: 'tanh' }
    const plain = forward(built([linear, tanh]), 'eval')
    const z = RandomStream.seeded(1, 'z').fillNormal(new Float32Array(ROWS * 12))
    const sum = (a: Float32Array, b: Float32Array) => a.map((value, i) => value + (b[i] ?? NaN))
    expect(forward(built([{ type: 'residual', main: [linear, tanh] }]), 'eval')).toEqual(
      sum(plain, z),
    )
    expect(forward(built([{ type: 'residual', shortcut: [linear, tanh] }]), 'eval')).toEqual(
      sum(z, plain),
    )
    expect(forward(built([{ type: 'residual' }]), 'eval')).toEqual(sum(z, z))
  })

  it('makes the same images when frozen, up to rounding', () => {
    const network = buildNetwork(residualSpecs.generator, RandomStream.seeded(3))
    for (let pass = 0; pass < 4; pass++) forward(network, 'train', pass)
    const wanted = forward(network, 'eval')
    const before = memory().numTensors
    const frozen = network.frozen()
    const again = frozen.frozen()
    expect(largestDifference(forward(frozen, 'eval'), wanted)).toBeLessThan(2e-6)
    expect(largestDifference(forward(again, 'eval'), wanted)).toBeLessThan(2e-6)
    // Batch norms that no preceding layer can absorb remain as a scale and a shift.
    expect(frozen.parameters.map(({ name }) => name)).toContain('model.2.main.0.weight')
    expect(frozen.parameters.map(({ name }) => name)).not.toContain('model.2.main.5.running_mean')
    frozen.dispose()
    again.dispose()
    expect(memory().numTensors).toBe(before)
    network.dispose()
  })

  it('is unchanged by saving and loading its state dict', () => {
    const network = buildNetwork(residualSpecs.generator, RandomStream.seeded(3))
    forward(network, 'train')
    const other = buildNetwork(residualSpecs.generator, RandomStream.seeded(9))
    other.loadStateDict(network.stateDict(), 'here')
    expect(forward(other, 'eval')).toEqual(forward(network, 'eval'))
  })
})

it('a specification with mismatched layers is rejected without leaking tensors', () => {
  const before = memory().numTensors
  const { input, output } = residualSpecs.generator
  const layers = [{ type: 'linear', features: 8 }, { type: 'projectionHead' }]
  const spec = parseNetworkSpec({ input, layers, output }, 'usage')
  expect(() => buildNetwork(spec, RandomStream.seeded(1))).toThrow('the number of classes')
  expect(memory().numTensors).toBe(before)
})
