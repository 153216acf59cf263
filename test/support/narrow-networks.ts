import { networksOf } from '../../src/contract/architectures/networks-of'
import type { LayerSpec, NetworkSpecs } from '../../src/contract/architectures/spec'
import type { Hyperparameters } from '../../src/contract/hyperparameters'

/** How many times narrower. */
const TIMES = 16

/**
 * The networks of an architecture with fully connected layers a sixteenth as wide. The reference's
 * have 1.5 million parameters, whose initialising, saving and comparing is most of a test's time.
 */
export function narrowNetworks(h: Hyperparameters): NetworkSpecs {
  const { generator, discriminator } = networksOf(h)
  const pixels = h.channels * h.imageSize ** 2
  return {
    generator: { ...generator, layers: narrowed(generator.layers, pixels) },
    discriminator: { ...discriminator, layers: narrowed(discriminator.layers, 1) },
  }
}

/** @param outputs the features of the last layer, which stay */
const narrowed = (layers: readonly LayerSpec[], outputs: number): LayerSpec[] =>
  layers.map((layer, i) => {
    const isLast = !layers.slice(i + 1).some(({ type }) => type === 'linear')
    if (layer.type !== 'linear' || (isLast && layer.features === outputs)) return layer
    return { ...layer, features: layer.features / TIMES }
  })
