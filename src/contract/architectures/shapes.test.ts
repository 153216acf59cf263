import { describe, expect, it } from 'vitest'
import { StudioError } from '../errors'
import { explain, onOneLine } from '../notices'
import { toReport } from '../errors'
import { shapesOf, shapesOfBoth } from './shapes'
import type { Shape } from './shapes'
import { networkSpecSchema, parseNetworkSpec } from './spec'
import { residualSpecs } from './testing/residual'

const generator = (layers: unknown[], { size = 128, image = {} } = {}) =>
  parseNetworkSpec(
    {
      input: { type: 'latent', size },
      layers,
      output: { type: 'image', channels: 1, size: 4, ...image },
    },
    'usage',
  )
const discriminator = (layers: unknown[], output: object = { type: 'logit' }) =>
  parseNetworkSpec({ input: { type: 'image', channels: 3, size: 8 }, layers, output }, 'usage')

function refusal(attempt: () => unknown): StudioError {
  try {
    attempt()
  } catch (error) {
    if (error instanceof StudioError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

const linear = { type: 'linear', features: 16 }
const conv = { type: 'conv2d', channels: 2, kernel: 3, padding: 1 }
const grow = { type: 'convTranspose2d', channels: 2, kernel: 4, stride: 2, padding: 1 }
const seed = { type: 'unflatten', channels: 4, size: 2 }

describe('layers that do not fit', () => {
  it.each([
    [
      generator([linear, { type: 'tanh' }, { type: 'relu' }, grow]),
      'generator, layer 4 (convTranspose2d): it expects images, but gets a vector of 16 values',
    ],
    [
      generator([conv]),
      'generator, layer 1 (conv2d): it expects images, but gets a vector of 128 values',
    ],
    [
      discriminator([conv, { type: 'relu' }, linear]),
      'discriminator, layer 3 (linear): it expects a vector, but gets images of 2 x 8 x 8',
    ],
    [
      generator([linear, seed, { type: 'batchNorm1d' }]),
      'generator, layer 3 (batchNorm1d): it expects a vector, but gets images of 4 x 2 x 2',
    ],
    [
      generator([{ type: 'batchNorm2d' }]),
      'generator, layer 1 (batchNorm2d): it expects images, but gets a vector of 128 values',
    ],
    [
      generator([{ type: 'flatten' }]),
      'generator, layer 1 (flatten): it expects images, but gets a vector of 128 values',
    ],
    [
      generator([linear, seed, seed]),
      'generator, layer 3 (unflatten): it expects a vector, but gets images of 4 x 2 x 2',
    ],
    [
      generator([seed]),
      'generator, layer 1 (unflatten): it cannot make images of 4 x 2 x 2 from a vector of 128 values',
    ],
    [
      discriminator([{ ...conv, kernel: 11 }]),
      'discriminator, layer 1 (conv2d): a kernel of 11 does not fit images of 8 x 8 with a padding of 1',
    ],
    [
      generator([linear, seed, { ...grow, padding: 3 }]),
      'generator, layer 3 (convTranspose2d): with a padding of 3 and a kernel of 4, nothing is left of images of 2 x 2',
    ],
    [
      generator([linear, { type: 'upsample' }]),
      'generator, layer 2 (upsample): it expects images, but gets a vector of 16 values',
    ],
    [
      discriminator([{ type: 'averagePool', factor: 3 }]),
      'discriminator, layer 1 (averagePool): images of 8 x 8 cannot be divided into squares of 3 x 3',
    ],
    [
      discriminator([{ type: 'globalSum' }, { type: 'blur' }]),
      'discriminator, layer 2 (blur): it expects images, but gets a vector of 3 values',
    ],
    [
      generator([linear, seed, { ...grow, outputPadding: 2 }]),
      'generator, layer 3 (convTranspose2d): its output padding, 2, must be smaller than its stride, 2',
    ],
    [
      discriminator([{ type: 'residual', main: [conv] }]),
      'discriminator, layer 1 (residual): its main branch outputs images of 2 x 8 x 8, its shortcut images of 3 x 8 x 8',
    ],
    [
      discriminator([{ type: 'residual', main: [], shortcut: [conv, linear] }]),
      'discriminator, layer 1 (residual), shortcut, layer 2 (linear): it expects a vector, but gets images of 2 x 8 x 8',
    ],
    [
      discriminator([conv, { type: 'residual', main: [{ type: 'residual', main: [seed] }] }]),
      'discriminator, layer 2 (residual), main branch, layer 1 (residual), main branch, layer 1 (unflatten): it expects a vector, but gets images of 2 x 8 x 8',
    ],
    [
      generator([linear, { type: 'tanh' }], { image: { size: 5 } }),
      'the generator must output images of 1 x 5 x 5, but its last layer outputs a vector of 16 values',
    ],
    [
      generator([linear, { ...seed, channels: 1, size: 4 }], { image: { channels: 2 } }),
      'the generator must output images of 2 x 4 x 4, but its last layer outputs images of 1 x 4 x 4',
    ],
    // The same number of values in another arrangement is not the same image.
    [
      generator([linear, seed], { image: { channels: 1 } }),
      'the generator must output images of 1 x 4 x 4, but its last layer outputs images of 4 x 2 x 2',
    ],
    [
      discriminator([{ type: 'flatten' }, linear]),
      'the discriminator must output a vector of 1 value, but its last layer outputs a vector of 16 values',
    ],
    [
      discriminator([{ ...conv, channels: 1, kernel: 10 }]),
      'the discriminator must output a vector of 1 value, but its last layer outputs images of 1 x 1 x 1',
    ],
  ])('are reported with place and type: %#', (spec, message) => {
    const error = refusal(() => shapesOf(spec))
    expect([error.code, error.message]).toEqual(['usage', message])
    expect(error.remedy).toMatch(/^Fix/)
    const { message: chinese } = explain(toReport(error), 'zh-CN')
    expect(chinese).toMatch(/^(生成器|判别器)/)
    expect(chinese).not.toMatch(/images|vector|kernel/)
  })

  it.each([
    { type: 'labelEmbedding', features: 8 },
    { type: 'conditionalBatchNorm2d' },
    { type: 'projectionHead', initialisation: { type: 'zero' } },
    { type: 'classifierHead', initialisation: { type: 'zero' } },
  ])('are refused if the network states no classes: $type', (layer) => {
    const within = { type: 'residual', main: [layer] }
    for (const [layers, at] of [
      [[linear, layer], 'layer 2'],
      [[linear, within], 'layer 2 (residual), main branch, layer 1'],
    ] as const) {
      expect(refusal(() => shapesOf(generator([...layers]))).message).toBe(
        `generator, ${at} (${layer.type}): it needs the number of classes, but the network states none`,
      )
    }
  })
})

describe('networks that do not match each other', () => {
  const { generator: g, discriminator: d } = residualSpecs
  it.each([
    [{ generator: g, discriminator: { ...d, input: { ...d.input, size: 9 } } }, '3 x 9 x 9'],
    [{ generator: d, discriminator: d }, 'a generator must take latents and output images'],
    [{ generator: g, discriminator: g }, 'a discriminator must take images and output a logit'],
  ])('are refused: %#', (specs, message) => {
    const parsed = {
      generator: networkSpecSchema.parse(specs.generator),
      discriminator: networkSpecSchema.parse(specs.discriminator),
    }
    expect(onOneLine(toReport(refusal(() => shapesOfBoth(parsed))), 'en')).toContain(message)
  })
})

it('each layer has the output shape that PyTorch computes', () => {
  const show = (shape: Shape) =>
    shape.type === 'vector' ? shape.features : [shape.channels, shape.size]
  const { generator: g, discriminator: d } = shapesOfBoth(residualSpecs)
  expect(g.map(({ output }) => show(output))).toEqual([
    ...[
      [3, 2],
      [4, 2],
      [6, 4],
      [6, 4],
      [6, 4],
    ],
    ...[96, 96, 32, 32, 32, 192, 192],
    ...[
      [3, 8],
      [3, 8],
      [3, 8],
    ],
  ])
  const [, , block] = g
  if (block?.type !== 'residual') throw new Error('the third layer is residual')
  expect(block.main.map(({ name, output }) => [name, show(output)])).toEqual([
    ['model.2.main.0', [4, 2]],
    ['model.2.main.1', [4, 2]],
    ['model.2.main.2', [6, 4]],
    ['model.2.main.3', [6, 4]],
    ['model.2.main.4', [6, 4]],
    ['model.2.main.5', [6, 4]],
  ])
  expect(block.shortcut.map(({ name }) => name)).toEqual(['model.2.shortcut.0'])
  expect(d.map(({ output }) => show(output))).toEqual([[4, 4], [4, 4], 64, 64, 1])
})
