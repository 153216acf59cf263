import { describe, expect, test } from 'vitest'
import { defaultOptions } from './architecture'
import { dcgan } from './dcgan'

const layersOf = (options: Partial<typeof defaultOptions>) =>
  dcgan.networks({ ...defaultOptions, latentDim: 4, imageSize: 28, channels: 1, ...options })
    .discriminator.layers

describe('the hidden layer of the discriminator', () => {
  test('is before the head, and absent by default', () => {
    const without = layersOf({})
    const layers = layersOf({ discriminatorHidden: 9 })
    const added = layers.slice(without.length - 1, -1)
    expect(added).toMatchObject([{ type: 'linear', features: 9 }, { type: 'leakyRelu' }])
    expect(layers.toSpliced(without.length - 1, added.length)).toEqual(without)
  })

  test('is limited by spectral norm if the others are', () => {
    const layers = layersOf({ discriminatorHidden: 9, discriminatorNorm: 'spectral' })
    const weighted = layers.filter(({ type }) => ['linear', 'conv2d'].includes(type))
    expect(weighted).toHaveLength(4)
    expect(weighted.every((layer) => 'spectralNorm' in layer)).toBe(true)
  })
})
