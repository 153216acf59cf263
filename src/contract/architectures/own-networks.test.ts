import { describe, expect, it } from 'vitest'
import { presets } from '../hyperparameters'
import { runConfigSchema, storedRunConfigSchema } from '../run'
import { tinyConditional, tinyNetworks, tinyWith, tinyWithLayer } from '../testing/tiny-networks'
import { architectureFaults } from './architecture-faults'
import { ownNetworksSchema, settingsOf, storedOwnNetworksSchema } from './own-networks'

function faultsOf(file: unknown) {
  const { error } = ownNetworksSchema.safeParse(file)
  return error === undefined ? [] : architectureFaults(error, file)
}

const residual = (main: unknown[]) => ({ type: 'residual', main })
const shortened = tinyNetworks.discriminator.layers.slice(1)
const batchNorm = [
  ...tinyNetworks.discriminator.layers.slice(0, 1),
  { type: 'batchNorm2d' },
  ...shortened,
]

/** Class-conditional networks whose discriminator ends with these layers. */
const tinyHeads = (heads: unknown[]) => ({
  ...tinyConditional('projectionHead'),
  discriminator: {
    ...{ ...tinyNetworks.discriminator, classes: 3 },
    layers: [...tinyNetworks.discriminator.layers.slice(0, 3), ...heads],
  },
})

describe('a bad architecture', () => {
  it.each([
    ['not an object', [], 'must be an object in braces'],
    ['no networks', { name: 'x' }, 'generator: is missing'],
    ['an unknown key', { ...tinyNetworks, layers: [] }, 'there is no key “layers”'],
    ['a number as its name', { ...tinyNetworks, name: 7 }, 'name: must be text in quotes'],
    [
      'an unknown key in a network',
      tinyWith('generator', { latentDim: 6 }),
      'generator: there is no key “latentDim”',
    ],
    [
      'an unknown key in a layer',
      tinyWithLayer('discriminator', 0, { type: 'conv2d', channels: 4, kernel: 3, groups: 2 }),
      'discriminator, layer 1 (conv2d): there is no key “groups”',
    ],
    [
      '0 channels',
      tinyWithLayer('discriminator', 0, { type: 'conv2d', channels: 0, kernel: 3 }),
      'discriminator, layer 1 (conv2d): channels: must be more than 0',
    ],
    [
      'half a channel',
      tinyWithLayer('generator', 3, { type: 'convTranspose2d', channels: 0.5, kernel: 4 }),
      'generator, layer 4 (convTranspose2d): channels: must be a whole number',
    ],
    [
      'a missing key',
      tinyWithLayer('generator', 0, { type: 'linear' }),
      'generator, layer 1 (linear): features: is missing',
    ],
    [
      'a missing key inside a residual layer',
      tinyWithLayer('generator', 2, residual([residual([{ type: 'relu' }, { type: 'conv2d' }])])),
      'generator, layer 3 (residual), main branch, layer 1 (residual), main branch, layer 2 (conv2d): channels: is missing',
    ],
    [
      'an unknown layer',
      tinyWithLayer('generator', 4, { type: 'sigmoid' }),
      'generator, layer 5 (sigmoid): type: must be one of linear, conv2d, ',
    ],
    ['a layer without a type', tinyWithLayer('generator', 4, {}), 'generator, layer 5: type: '],
    [
      'an unknown initialisation',
      tinyWithLayer('generator', 0, {
        type: 'linear',
        features: 32,
        initialisation: { type: 'x' },
      }),
      'generator, layer 1 (linear): initialisation.type: must be one of uniformByInputs, normal, ',
    ],
    ['no layers', tinyWith('generator', { layers: [] }), 'generator: layers: must have at least 1'],
    [
      'a thousand and one layers',
      tinyWith('generator', { layers: Array.from({ length: 1001 }, () => ({ type: 'tanh' })) }),
      'generator: layers: a network may have at most 1000 layers',
    ],
    [
      'an unflatten of another length',
      tinyWithLayer('generator', 1, { type: 'unflatten', channels: 8, size: 3 }),
      'generator, layer 2 (unflatten): it cannot make images of 8 x 3 x 3 from a vector of 32 values',
    ],
    [
      'layers that do not fit',
      tinyWithLayer('discriminator', 2, { type: 'tanh' }),
      'discriminator, layer 4 (linear): it expects a vector, but gets images of 4 x 4 x 4',
    ],
    [
      'branches that do not fit',
      tinyWithLayer('generator', 2, residual([{ type: 'upsample' }])),
      'generator, layer 3 (residual): its main branch outputs images of 8 x 4 x 4, its shortcut images of 8 x 2 x 2',
    ],
    [
      'strides that do not reach the image size',
      tinyWithLayer('generator', 3, { type: 'convTranspose2d', channels: 1, kernel: 4, stride: 1 }),
      'the generator must output images of 1 x 8 x 8, but its last layer outputs images of 1 x 7 x 7',
    ],
    [
      'an image that pooling cannot divide',
      tinyWithLayer('discriminator', 0, { type: 'averagePool', factor: 3 }),
      'discriminator, layer 1 (averagePool): images of 8 x 8 cannot be divided into squares of 3 x 3',
    ],
    [
      'a discriminator for other images',
      tinyWith('discriminator', { input: { type: 'image', channels: 3, size: 8 } }),
      'the generator outputs images of 1 x 8 x 8, but the discriminator takes images of 3 x 8 x 8',
    ],
    [
      'spectral norm of a weight that begins at 0',
      tinyWithLayer('discriminator', 0, {
        ...{ type: 'conv2d', channels: 4, kernel: 3, stride: 2, padding: 1, spectralNorm: true },
        initialisation: { type: 'zero' },
      }),
      'discriminator, layer 1 (conv2d): spectral norm would divide the weight by 0',
    ],
    [
      'a deviation beyond float32, in a branch',
      tinyWithLayer('generator', 2, {
        ...residual([
          { type: 'upsample' },
          {
            ...{ type: 'conv2d', channels: 8, kernel: 3, padding: 1 },
            initialisation: { type: 'normal', deviation: 1e300 },
          },
        ]),
        shortcut: [{ type: 'upsample' }],
      }),
      'generator, layer 3 (residual), main branch, layer 2 (conv2d): initialisation.deviation: must be from 1e-10 to 1000',
    ],
    [
      'a gain that is 0 in float32',
      tinyWithLayer('discriminator', 3, {
        ...{ type: 'linear', features: 1 },
        initialisation: { type: 'xavierUniform', gain: 1e-300 },
      }),
      'discriminator, layer 4 (linear): initialisation.gain: must be from 1e-10 to 1000',
    ],
    [
      'a slope beyond float32',
      tinyWithLayer('discriminator', 1, { type: 'leakyRelu', slope: 1e300 }),
      'discriminator, layer 2 (leakyRelu): slope: must be from 0 to 1000',
    ],
    [
      'a head that is not the last layer',
      tinyHeads([{ type: 'projectionHead' }, { type: 'linear', features: 1 }]),
      'discriminator, layer 4 (projectionHead): it can only be the last layer',
    ],
    [
      'two heads',
      tinyHeads([{ type: 'projectionHead' }, { type: 'projectionHead' }]),
      'discriminator, layer 4 (projectionHead): it can only be the last layer',
    ],
    [
      'a discriminator with two outputs',
      tinyWithLayer('discriminator', 3, { type: 'linear', features: 2 }),
      'the discriminator must output a vector of 1 value, but its last layer outputs a vector of 2 values',
    ],
    [
      'swapped networks',
      { generator: tinyNetworks.discriminator, discriminator: tinyNetworks.generator },
      'a generator must take latents and output images',
    ],
    [
      'two generators',
      { ...tinyNetworks, discriminator: tinyNetworks.generator },
      'a discriminator must take images and output a logit',
    ],
    [
      'an output too large to count',
      tinyWithLayer('discriminator', 0, { type: 'conv2d', channels: 2 ** 50, kernel: 3 }),
      'discriminator, layer 1 (conv2d): its output is too large: images of',
    ],
    [
      'a latent size out of range',
      tinyWith('generator', { input: { type: 'latent', size: 5000 } }),
      'latent size 5000: must be from 1 to 4096',
    ],
    [
      'classes without layers for them',
      {
        generator: { ...tinyNetworks.generator, classes: 3 },
        discriminator: { ...tinyNetworks.discriminator, classes: 3 },
      },
      'the networks state classes, but no layer of the generator takes labels',
    ],
    [
      'a discriminator that ignores the classes',
      {
        ...tinyConditional('projectionHead'),
        discriminator: { ...tinyNetworks.discriminator, classes: 3 },
      },
      'the networks state classes, but the discriminator neither',
    ],
    [
      'classes of one network only',
      { ...tinyConditional('projectionHead'), discriminator: tinyNetworks.discriminator },
      'the generator is for 3 classes, the discriminator for no classes',
    ],
    [
      'a single class',
      tinyWith('generator', { classes: 1 }),
      'generator: classes: must be at least 2',
    ],
  ])('%s is refused, naming the place, in both languages', (_, file, message) => {
    const [fault] = faultsOf(file)
    expect(fault?.en).toContain(message)
    expect(fault?.zh).toMatch(/[\u4e00-\u9fff]/)
    expect(fault?.zh).not.toMatch(/\b(must|layer|images|vector|there)\b/)
  })

  it('has one phrase for each fault', () => {
    const file = tinyWith('generator', { x: 1, y: 2, input: { type: 'latent', size: 0 } })
    expect(faultsOf(file).map(({ en }) => en)).toEqual([
      'generator: input.size: must be more than 0',
      'generator: there is no key “x”',
      'generator: there is no key “y”',
    ])
  })
})

describe('own networks', () => {
  it('that only new runs may not have are still read from documents', () => {
    const layer = { type: 'leakyRelu', slope: 1e300 }
    const heads = tinyHeads([{ type: 'projectionHead' }, { type: 'linear', features: 1 }])
    for (const file of [tinyWithLayer('discriminator', 1, layer), heads]) {
      expect(ownNetworksSchema.safeParse(file).success).toBe(false)
      expect(storedOwnNetworksSchema.safeParse(file).success).toBe(true)
    }
  })

  it('determine the sizes and the use of labels', () => {
    const settings = (file: unknown) => settingsOf(ownNetworksSchema.parse(file))
    const sizes = { architecture: 'custom', latentDim: 6, imageSize: 8, channels: 1 }
    expect(settings(tinyNetworks)).toEqual({ ...sizes, conditioning: 'none' })
    const three = { ...sizes, classes: 3 }
    expect(settings(tinyConditional('projectionHead'))).toEqual({
      ...three,
      conditioning: 'projection',
    })
    expect(settings(tinyConditional('classifierHead'))).toEqual({
      ...three,
      conditioning: 'auxiliaryClassifier',
    })
  })

  it('keep their meaning when they are stored and read again', () => {
    const parsed = ownNetworksSchema.parse(tinyNetworks)
    expect(ownNetworksSchema.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed)
  })
})

describe('a configuration with own networks', () => {
  const networks = ownNetworksSchema.parse(tinyNetworks)
  const config = (changes: object = {}, own: unknown = networks) => ({
    hyperparameters: { ...presets.reference, ...settingsOf(networks), ...changes },
    networks: own,
    ...{ dataset: 'mnist', engine: 'auto', threads: 0 },
  })
  const pathsOf = (value: unknown) => [
    ...new Set(
      [runConfigSchema, storedRunConfigSchema].flatMap(
        (schema) => schema.safeParse(value).error?.issues.map(({ path }) => path.join('.')) ?? [],
      ),
    ),
  ]

  it('is valid with the sizes of the networks', () => {
    expect(pathsOf(config())).toEqual([])
    const conditional = ownNetworksSchema.parse(tinyConditional('classifierHead'))
    expect(
      pathsOf(config({ ...settingsOf(conditional), classifierWeight: 2 }, conditional)),
    ).toEqual([])
  })

  it.each([
    [{ latentDim: 7 }],
    [{ imageSize: 16 }],
    [{ channels: 3 }],
    [{ conditioning: 'projection' }],
    [{ architecture: 'mlp' }],
  ])('is refused with %o, which contradicts the networks', (changes) => {
    expect(pathsOf(config(changes))).toContain(`hyperparameters.${Object.keys(changes)[0]}`)
  })

  it('is refused without the networks', () => {
    expect(pathsOf({ ...config(), networks: undefined })).toEqual(['hyperparameters.architecture'])
  })

  it('is refused if its layers and penalty conflict', () => {
    const normed = ownNetworksSchema.parse(tinyWith('discriminator', { layers: batchNorm }))
    expect(pathsOf(config({ penalty: 'gradientPenalty' }))).toEqual([])
    expect(pathsOf(config({ penalty: 'gradientPenalty' }, normed))).toEqual([
      'hyperparameters.penalty',
    ])
  })

  it('is refused with batches of one image that batch norm cannot normalise', () => {
    const [first, ...rest] = tinyNetworks.generator.layers
    const layers = [first, { type: 'batchNorm1d' }, ...rest]
    const normed = ownNetworksSchema.parse(tinyWith('generator', { layers }))
    expect(pathsOf(config({ batchSize: 1 }))).toEqual([])
    expect(pathsOf(config({ batchSize: 1 }, normed))).toEqual(['hyperparameters.batchSize'])
  })
})
