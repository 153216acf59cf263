import { describe, expect, it } from 'vitest'
import { architectures } from '../../../contract/architectures/architectures'
import { exampleSettings } from '../../../contract/architectures/architecture'
import type { Architecture } from '../../../contract/architectures/architecture'
import type { Shape } from '../../../contract/architectures/shapes'
import type { NetworkSpec } from '../../../contract/architectures/spec'
import { residualSpecs } from '../../../contract/architectures/testing/residual'
import { drawingOf } from './drawing'

const drawn = (spec: NetworkSpec) =>
  drawingOf(spec).steps.map((shape: Shape) =>
    shape.type === 'vector' ? shape.features : `${shape.channels}x${shape.size}`,
  )

describe('the drawing', () => {
  it('of fully connected networks shows each layer’s features', () => {
    const { generator, discriminator } = architectures.mlp.networks(
      exampleSettings(architectures.mlp),
    )
    expect(drawn(generator)).toEqual([100, 128, 256, 512, 1024, 784])
    expect(drawn(discriminator)).toEqual([784, 512, 256, 1])
  })

  it('of convolutional networks shows images and vectors', () => {
    const sizes = exampleSettings(architectures.dcgan)
    const { generator, discriminator } = architectures.dcgan.networks(sizes)
    expect(drawn(generator)).toEqual([100, '64x7', '32x14', '1x28'])
    expect(drawn(discriminator)).toEqual(['1x28', '32x14', '64x7', 1])
  })

  it('of residual networks shows the shortcuts', () => {
    const { generator, discriminator } = residualSpecs
    expect(drawn(generator)).toEqual([12, '3x2', '4x2', '6x4', '6x4', 32, 32, '3x8'])
    expect(drawingOf(generator).skips).toEqual([
      { from: 2, to: 3 },
      { from: 3, to: 4 },
      { from: 5, to: 6 },
    ])
    expect(drawn(discriminator)).toEqual(['3x8', '4x4', '4x4', 1])
    expect(drawingOf(discriminator).skips).toEqual([{ from: 1, to: 2 }])
  })

  it.each(Object.values<Architecture>(architectures))(
    'starts the discriminator with the generator’s output shape: %#',
    (architecture) => {
      const { generator, discriminator } = architecture.networks(exampleSettings(architecture))
      const [output, input] = [drawingOf(generator).steps.at(-1), drawingOf(discriminator).steps[0]]
      expect(input).toEqual(output)
    },
  )
})
