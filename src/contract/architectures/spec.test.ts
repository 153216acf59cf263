import { describe, expect, it } from 'vitest'
import { architectureNamed, architectureNames, architectures } from './architectures'
import { defaultOptions, supports, exampleSettings } from './architecture'
import type { Architecture, NetworkOptions, NetworkSettings } from './architecture'
import { networksOf } from './networks-of'
import { shapesOfBoth } from './shapes'
import { networkSpecSchema, parseNetworkSpec } from './spec'
import { residualSpecs } from './testing/residual'

const sizes = [4, 5, 16, 28, 32, 64, 256].flatMap((imageSize) =>
  [1, 3].map((channels) => ({ latentDim: imageSize + 1, imageSize, channels })),
)
const options: NetworkOptions[] = [
  defaultOptions,
  { ...defaultOptions, baseWidth: 1, levels: 1, minibatchDeviation: 'on' },
  { ...defaultOptions, baseWidth: 5, levels: 3, discriminatorNorm: 'batch' },
  { ...defaultOptions, levels: 4, discriminatorNorm: 'spectral', minibatchDeviation: 'on' },
]
const settings: NetworkSettings[] = sizes.flatMap((each) =>
  options.map((chosen) => ({ ...each, ...chosen })),
)

describe.each(Object.entries<Architecture>(architectures))('%s', (name, architecture) => {
  it('has matching networks for all supported settings, whose specs survive JSON', () => {
    const supported = settings.filter((all) => supports(architecture, all))
    expect(supported.length).toBeGreaterThan(options.length)
    for (const each of supported) {
      const specs = networksOf({ architecture: name, ...each })
      shapesOfBoth(specs)
      expect(specs.generator.input).toEqual({ type: 'latent', size: each.latentDim })
      const image = { channels: each.channels, size: each.imageSize }
      expect(specs.generator.output).toMatchObject(image)
      expect(specs.discriminator.input).toMatchObject(image)
      for (const spec of [specs.generator, specs.discriminator]) {
        expect(networkSpecSchema.parse(JSON.parse(JSON.stringify(spec)))).toEqual(spec)
      }
    }
  })

  it('has texts in both languages', () => {
    for (const { en, zh } of [architecture.label, architecture.meaning]) {
      expect(en).toMatch(/^[A-Z]/)
      expect(zh).toMatch(/\p{Script=Han}/u)
    }
  })
})

it('an unknown architecture is refused with a list of the known ones', () => {
  for (const name of ['stylegan', '', 'toString', '__proto__']) {
    expect(architectureNamed(name)).toBeUndefined()
    expect(() => networksOf({ architecture: name, ...exampleSettings({}) })).toThrow(
      `architecture "${name}" (known: ${architectureNames.join(', ')})`,
    )
  }
})

describe('a specification', () => {
  const spec = residualSpecs.generator
  const withLayer = (layer: unknown) => ({ ...spec, layers: [layer] })

  it.each([
    [withLayer({ type: 'attention' }), 'layers.0.type: must be a layer with one of the types'],
    [withLayer({ type: 'linear' }), 'layers.0.features'],
    [withLayer({ type: 'linear', features: 0 }), 'layers.0.features'],
    [withLayer({ type: 'linear', features: 2.5 }), 'layers.0.features'],
    [withLayer({ type: 'linear', features: 2, spectralNorm: 1 }), 'spectralNorm'],
    [
      withLayer({ type: 'convTranspose2d', channels: 2, kernel: 2, spectralNorm: true }),
      'spectralNorm',
    ],
    [withLayer({ type: 'upsample', factor: 1 }), 'layers.0.factor'],
    [withLayer({ type: 'minibatchDeviation', groupSize: 0 }), 'layers.0.groupSize'],
    [withLayer({ type: 'conv2d', channels: 2, kernel: 3, padding: -1 }), 'layers.0.padding'],
    [withLayer({ type: 'batchNorm1d', momentum: 0 }), 'layers.0.momentum'],
    [withLayer({ type: 'residual', main: [{ type: 'relu', x: 1 }] }), 'layers.0.main.0'],
    [
      withLayer({ type: 'linear', features: 2, initialisation: { type: 'zeros' } }),
      'initialisation',
    ],
    [{ ...spec, layers: [] }, 'layers'],
    [{ ...spec, input: { type: 'text' } }, 'input'],
    [{ ...spec, output: { type: 'image', channels: 3 } }, 'output.size'],
    [{ ...spec, more: 1 }, 'more'],
    ['dcgan', 'object'],
  ])('that is invalid is refused with the path of the error: %#', (wrong, message) => {
    expect(() => parseNetworkSpec(wrong, 'usage', 'mine.json')).toThrow(message)
  })

  const nest = (levels: number): unknown =>
    levels === 0
      ? { type: 'relu' }
      : { type: 'residual', main: [nest(levels - 1)], shortcut: [nest(0)] }
  const many = (count: number) => ({ ...spec, layers: Array(count).fill({ type: 'relu' }) })

  it.each([1000, 100_000, 20])(
    'with residual layers nested %d deep is refused, naming the limit',
    (levels) => {
      let deep: unknown = { type: 'relu' }
      for (let i = 0; i < levels; i++) deep = { type: 'residual', main: [deep], shortcut: [] }
      expect(() => parseNetworkSpec(withLayer(deep), 'checkpoint', 'manifest.json')).toThrow(
        expect.objectContaining({
          code: 'checkpoint',
          message: expect.stringContaining('layers: residual layers may nest at most 16 deep'),
        }),
      )
    },
  )

  it('has at most 1000 layers, including nested ones', () => {
    expect(parseNetworkSpec(withLayer(nest(16)), 'usage').layers).toHaveLength(1)
    expect(parseNetworkSpec(many(1000), 'usage').layers).toHaveLength(1000)
    expect(() => parseNetworkSpec(many(1001), 'usage')).toThrow('at most 1000 layers')
  })

  it('limits the sizes of images and latents', () => {
    const input = { type: 'latent', size: 1e9 }
    expect(() => parseNetworkSpec({ ...spec, input }, 'usage')).toThrow('input.size')
    const output = { type: 'image', channels: 1, size: 1e9 }
    expect(() => parseNetworkSpec({ ...spec, output }, 'usage')).toThrow('output.size')
  })

  it('uses PyTorch’s defaults for omitted values', () => {
    const { layers } = parseNetworkSpec(
      withLayer({ type: 'conv2d', channels: 2, kernel: 3 }),
      'usage',
    )
    expect(layers).toEqual([
      {
        type: 'conv2d',
        channels: 2,
        kernel: 3,
        stride: 1,
        padding: 0,
        bias: true,
        initialisation: { type: 'uniformByInputs' },
      },
    ])
  })
})

it('example settings are the next larger ones that an architecture supports', () => {
  const words = { en: 'No.', zh: '否。' }
  const conflict: Architecture['conflict'] = {
    imageSize: (size) => (size % 16 === 0 ? undefined : words),
    channels: (channels) => (channels === 3 ? undefined : words),
  }
  expect(exampleSettings({ conflict })).toEqual({
    ...{ ...defaultOptions, latentDim: 100, imageSize: 32, channels: 3 },
  })
  expect(exampleSettings({ conflict }, { latentDim: 2, imageSize: 16, channels: 3 })).toEqual({
    ...{ ...defaultOptions, latentDim: 2, imageSize: 16, channels: 3 },
  })
})
