/** Made-up networks for images of 8 by 8 pixels, as in an architecture file. */
export const tinyNetworks = {
  name: 'Tiny',
  generator: {
    input: { type: 'latent', size: 6 },
    layers: [
      { type: 'linear', features: 32 },
      { type: 'unflatten', channels: 8, size: 2 },
      {
        type: 'residual',
        main: [
          { type: 'upsample' },
          { type: 'conv2d', channels: 8, kernel: 3, padding: 1 },
          { type: 'leakyRelu', slope: 0.2 },
        ],
        shortcut: [{ type: 'upsample' }],
      },
      { type: 'convTranspose2d', channels: 1, kernel: 4, stride: 2, padding: 1 },
      { type: 'tanh' },
    ],
    output: { type: 'image', channels: 1, size: 8 },
  },
  discriminator: {
    input: { type: 'image', channels: 1, size: 8 },
    layers: [
      { type: 'conv2d', channels: 4, kernel: 3, stride: 2, padding: 1, spectralNorm: true },
      { type: 'leakyRelu' },
      { type: 'flatten' },
      { type: 'linear', features: 1 },
    ],
    output: { type: 'logit' },
  },
}

type Json = Record<string, unknown>

/** The networks with some keys of one of them changed, such as its layers. */
export const tinyWith = (role: 'generator' | 'discriminator', changes: Json): Json => ({
  ...tinyNetworks,
  [role]: { ...tinyNetworks[role], ...changes },
})

/** The networks with one layer replaced. */
export function tinyWithLayer(
  role: 'generator' | 'discriminator',
  i: number,
  layer: unknown,
): Json {
  const layers: unknown[] = [...tinyNetworks[role].layers]
  layers[i] = layer
  return tinyWith(role, { layers })
}

/** The networks made class-conditional, with 3 classes. */
export const tinyConditional = (last: 'projectionHead' | 'classifierHead'): Json => ({
  generator: {
    ...tinyNetworks.generator,
    classes: 3,
    layers: [{ type: 'labelEmbedding', features: 3 }, ...tinyNetworks.generator.layers],
  },
  discriminator: {
    ...tinyNetworks.discriminator,
    classes: 3,
    layers: [...tinyNetworks.discriminator.layers.slice(0, 3), { type: last }],
  },
})
