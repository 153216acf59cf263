import { expect, it } from 'vitest'
import { presets } from '../src/contract/hyperparameters'
import { convolution, convolved, NARROW } from '../src/main/gan/dcgan-shape'
import { discriminatorMaps, generatorMaps } from '../src/renderer/features/learn/maps'

/* What the Learn page draws is what is trained. */

it('the DCGAN drawn has the shapes of the one trained', () => {
  const { latentDim, imageSize, channels } = presets.dcgan
  const image = { channels, size: imageSize }
  const half = { channels: NARROW, size: imageSize / convolution.stride }
  const layers = [half, convolved(imageSize)]
  expect(generatorMaps).toEqual([{ channels: latentDim, size: 1 }, ...layers.toReversed(), image])
  expect(discriminatorMaps).toEqual([image, ...layers, { channels: 1, size: 1 }])
})
