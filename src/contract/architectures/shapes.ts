import { problemError } from '../errors'
import { notice } from '../notices'
import type { Notice } from '../notices'
import { interpret } from './interpret'
import type { PerType } from './interpret'
import { roleOf } from './spec'
import type {
  ConditionalLayerSpec,
  ImageShape,
  LayerSpec,
  NetworkRole,
  NetworkSpec,
  NetworkSpecs,
  ResidualSpec,
  SimpleLayerSpec,
} from './spec'

/** What flows between layers, for each example of a batch. */
export type Shape = { type: 'vector'; features: number } | ({ type: 'images' } & ImageShape)

interface Placed {
  /** As in PyTorch: `model.3`, and `model.3.main.1` within a residual layer. */
  name: string
  input: Shape
  output: Shape
}
/** A layer with its input and output shapes; likewise for a residual layer's branches. */
export type SizedLayer =
  | (SimpleLayerSpec & Placed)
  | ({ type: 'residual'; main: SizedLayer[]; shortcut: SizedLayer[] } & Placed)

/**
 * The layers of a network with their input and output shapes.
 *
 * @throws StudioError `usage` that names the first layer that does not fit, by its index from 0:
 *   "generator layer 3 (convTranspose2d): it expects images, but gets a vector of 128 values"
 */
export function shapesOf(spec: NetworkSpec): SizedLayer[] {
  const role = roleOf(spec)
  const layers = sized(spec.layers, inputOf(spec), { role, path: '' })
  const given = layers.at(-1)?.output ?? inputOf(spec)
  if (!givesOutput(spec, given)) {
    const wanted = spec.output.type === 'logit' ? vector(1) : images(spec.output)
    const problem = role === 'generator' ? 'generatorOutput' : 'discriminatorOutput'
    throw problemError('usage', problem, { wanted: said(wanted), given: said(given) })
  }
  return layers
}

/**
 * The layers of both networks of a GAN, checked to fit each other.
 *
 * @throws StudioError `usage` as {@link shapesOf}, or if the discriminator does not take the images
 *   that the generator makes
 */
export function shapesOfBoth({ generator, discriminator }: NetworkSpecs): {
  [R in NetworkRole]: SizedLayer[]
} {
  if (generator.input.type !== 'latent' || generator.output.type !== 'image') {
    throw problemError('usage', 'notAGeneratorSpec', {})
  }
  if (discriminator.input.type !== 'image' || discriminator.output.type !== 'logit') {
    throw problemError('usage', 'notADiscriminatorSpec', {})
  }
  const [made, taken] = [images(generator.output), images(discriminator.input)]
  if (!same(made, taken)) {
    throw problemError('usage', 'networksDiffer', { made: said(made), taken: said(taken) })
  }
  return { generator: shapesOf(generator), discriminator: shapesOf(discriminator) }
}

/** The first layer's input. */
export function inputOf({ input }: NetworkSpec): Shape {
  if (input.type === 'latent') return vector(input.size)
  return input.flattened ? vector(pixelsOf(input)) : images(input)
}

export const pixelsOf = ({ channels, size }: ImageShape): number => channels * size * size

const vector = (features: number): Shape => ({ type: 'vector', features })
const images = ({ channels, size }: ImageShape): Shape => ({ type: 'images', channels, size })

/** In one example. */
export const numbersIn = (shape: Shape): number =>
  shape.type === 'vector' ? shape.features : pixelsOf(shape)

const same = (a: Shape, b: Shape): boolean =>
  a.type === 'vector' || b.type === 'vector'
    ? a.type === b.type && numbersIn(a) === numbersIn(b)
    : a.channels === b.channels && a.size === b.size

const givesOutput = ({ output }: NetworkSpec, given: Shape): boolean =>
  output.type === 'logit'
    ? same(given, vector(1))
    : same(given, images(output)) || same(given, vector(pixelsOf(output)))

const said = (shape: Shape): Notice =>
  shape.type === 'vector'
    ? notice('aVector', { features: shape.features })
    : notice('someImages', { channels: shape.channels, size: shape.size })

/** A branch's position in the network; `path` ends with a dot unless it is the network itself. */
interface Place {
  role: NetworkRole
  path: string
}

function sized(specs: readonly LayerSpec[], input: Shape, { role, path }: Place): SizedLayer[] {
  let given = input
  return specs.map((spec, i) => {
    const at = `${path}${i}`
    const unfit = (why: Notice): Error => {
      const problem = role === 'generator' ? 'generatorLayer' : 'discriminatorLayer'
      return problemError('usage', problem, { at, type: spec.type, why })
    }
    const placed = { name: `model.${at}`, input: given }
    if (spec.type === 'residual') {
      const branches = {
        main: sized(spec.main, given, { role, path: `${at}.main.` }),
        shortcut: sized(spec.shortcut, given, { role, path: `${at}.shortcut.` }),
      }
      const [main, shortcut] = [endOf(branches.main, given), endOf(branches.shortcut, given)]
      if (!same(main, shortcut)) {
        throw unfit(notice('branchesDiffer', { main: said(main), shortcut: said(shortcut) }))
      }
      given = main
      return { type: spec.type, ...branches, ...placed, output: main }
    }
    const simple = refuseConditional(spec, unfit)
    given = interpret(outputs, simple, given, unfit)
    return { ...simple, ...placed, output: given }
  })
}

const endOf = (branch: readonly SizedLayer[], input: Shape): Shape => branch.at(-1)?.output ?? input

type Unfit = (why: Notice) => Error

function refuseConditional(
  spec: Exclude<LayerSpec, ResidualSpec>,
  unfit: Unfit,
): Exclude<typeof spec, ConditionalLayerSpec> {
  switch (spec.type) {
    case 'labelEmbedding':
    case 'conditionalBatchNorm2d':
    case 'projectionHead':
      throw unfit(notice('noConditionalNetworks', {}))
    default:
      return spec
  }
}

function featuresOf(input: Shape, unfit: Unfit): number {
  if (input.type === 'vector') return input.features
  throw unfit(notice('expectsVector', { given: said(input) }))
}

function imagesOf(input: Shape, unfit: Unfit): ImageShape {
  if (input.type === 'images') return input
  throw unfit(notice('expectsImages', { given: said(input) }))
}

/** The output shape of each type of layer. */
const outputs: PerType<SimpleLayerSpec, [input: Shape, unfit: Unfit], Shape> = {
  linear({ features }, input, unfit) {
    featuresOf(input, unfit)
    return vector(features)
  },
  conv2d({ channels, kernel, stride, padding }, input, unfit) {
    const { size } = imagesOf(input, unfit)
    if (kernel > size + 2 * padding)
      throw unfit(notice('kernelTooLarge', { kernel, padding, size }))
    return images({ channels, size: Math.floor((size + 2 * padding - kernel) / stride) + 1 })
  },
  convTranspose2d({ channels, kernel, stride, padding, outputPadding }, input, unfit) {
    const from = imagesOf(input, unfit)
    if (outputPadding >= stride)
      throw unfit(notice('outputPaddingTooLarge', { outputPadding, stride }))
    const size = (from.size - 1) * stride - 2 * padding + kernel + outputPadding
    if (size < 1) throw unfit(notice('paddingTooLarge', { kernel, padding, size: from.size }))
    return images({ channels, size })
  },
  batchNorm1d: (_, input, unfit) => vector(featuresOf(input, unfit)),
  batchNorm2d: (_, input, unfit) => images(imagesOf(input, unfit)),
  leakyRelu: (_, input) => input,
  relu: (_, input) => input,
  tanh: (_, input) => input,
  flatten: (_, input, unfit) => vector(pixelsOf(imagesOf(input, unfit))),
  unflatten({ channels, size }, input, unfit) {
    const features = featuresOf(input, unfit)
    if (features !== pixelsOf({ channels, size })) {
      throw unfit(notice('cannotUnflatten', { features, channels, size }))
    }
    return images({ channels, size })
  },
}
