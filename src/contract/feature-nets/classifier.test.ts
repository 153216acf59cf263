import { describe, expect, it } from 'vitest'
import { architectureFaults } from '../architectures/architecture-faults'
import { ownNetworksSchema } from '../architectures/own-networks'
import { parseNetworkSpec } from '../architectures/spec'
import { parameterCount } from '../architectures/state'
import { tinyNetworks } from '../testing/tiny-networks'
import { classifierSpecSchema, featuresOf, largestOutput } from './classifier'

const classifier = {
  input: { type: 'image', channels: 1, size: 8 },
  layers: [
    { type: 'conv2d', channels: 4, kernel: 3, stride: 2, padding: 1 },
    { type: 'relu' },
    { type: 'flatten' },
    { type: 'linear', features: 10 },
    { type: 'linear', features: 3 },
  ],
  output: { type: 'scores', classes: 3 },
}

describe('a classifier', () => {
  it('is a specification, like those of GANs', () => {
    const spec = classifierSpecSchema.parse(classifier)
    expect(classifierSpecSchema.parse(JSON.parse(JSON.stringify(spec)))).toEqual(spec)
    expect(featuresOf(spec)).toBe(10)
    expect(largestOutput(spec)).toBe(64)
    expect(parameterCount(spec)).toBe(4 * 9 + 4 + (64 * 10 + 10) + (10 * 3 + 3))
  })

  it('is not a network of a GAN, and says so', () => {
    const words = 'class scores are the output of a feature net, not of a GAN'
    expect(() => parseNetworkSpec(classifier, 'checkpoint', 'manifest.json')).toThrow(words)
    const { generator } = tinyNetworks
    for (const networks of [
      { generator, discriminator: classifier },
      { generator: { ...generator, output: classifier.output }, discriminator: classifier },
    ]) {
      const { error } = ownNetworksSchema.safeParse(networks)
      const faults = error === undefined ? [] : architectureFaults(error, networks)
      expect(faults.map(({ en }) => en).join('; ')).toContain(
        `discriminator: output.type: ${words}`,
      )
      expect(faults.map(({ zh }) => zh).join('; ')).toContain('特征网络')
    }
  })

  it('has no layers that need labels', () => {
    const layers = [{ type: 'projectionHead' }, ...classifier.layers]
    const { error } = classifierSpecSchema.safeParse({ ...classifier, layers })
    expect(error?.issues[0]?.message).toContain('classifier, layer 1 (projectionHead)')
  })
})
