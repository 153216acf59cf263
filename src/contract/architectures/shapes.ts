import { problemError } from '../errors'
import { notice } from '../notices'
import type { Notice } from '../notices'
import { interpret } from './interpret'
import type { PerType } from './interpret'
import { roleOf } from './spec'
import type {
  ClassifierSpec,
  ConditionalLayerSpec,
  ImageShape,
  LayerSpec,
  NetworkRole,
  NetworkSpec,
  NetworkSpecs,
  SimpleLayerSpec,
} from './spec'

/** The shape of a layer's input or output for one example of the batch. */
export type Shape = { type: 'vector'; features: number } | ({ type: 'images' } & ImageShape)

interface Placed {
  /** PyTorch's module name: `model.3`, or `model.3.main.1` inside a residual layer. */
  name: string
  input: Shape
  output: Shape
}
/** A layer with its input and output shapes, including the layers of residual branches. */
export type SizedLayer =
  | (SimpleLayerSpec & Placed)
  | (ConditionalLayerSpec & Placed & { classes: number })
  | ({ type: 'residual'; main: SizedLayer[]; shortcut: SizedLayer[] } & Placed)

/**
 * Computes the input and output shapes of a network's layers.
 *
 * @throws StudioError `usage` naming the first layer that does not fit: "generator, layer 4
 *   (convTranspose2d): it expects images, but gets a vector of 128 values"
 */
export function shapesOf(spec: NetworkSpec | ClassifierSpec): SizedLayer[] {
  const role = isClassifier(spec) ? 'classifier' : roleOf(spec)
  const classes = isClassifier(spec) ? undefined : spec.classes
  const layers = sizedLayers(spec.layers, inputOf(spec), { role, path: '', classes })
  const given = layers.at(-1)?.output ?? inputOf(spec)
  if (!outputMatches(spec, given)) {
    const wanted = shapeNotice(wantedOutput(spec))
    throw problemError('usage', `${role}Output`, { wanted, given: shapeNotice(given) })
  }
  return layers
}

const isClassifier = (spec: NetworkSpec | ClassifierSpec): spec is ClassifierSpec =>
  spec.output.type === 'scores'

function wantedOutput({ output }: NetworkSpec | ClassifierSpec): Shape {
  if (output.type === 'scores') return vector(output.classes)
  return output.type === 'logit' ? vector(1) : images(output)
}

/**
 * Computes the shapes of both networks of a GAN and checks that the networks match.
 *
 * @throws StudioError `usage` as {@link shapesOf}, or if the generator's images or number of classes
 *   are not those of the discriminator
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
    throw problemError('usage', 'networksDiffer', {
      made: shapeNotice(made),
      taken: shapeNotice(taken),
    })
  }
  const [drawn, judged] = [generator.classes, discriminator.classes]
  if (drawn !== judged) {
    throw problemError('usage', 'classesDiffer', { drawn: drawn ?? 0, judged: judged ?? 0 })
  }
  return { generator: shapesOf(generator), discriminator: shapesOf(discriminator) }
}

/** The shape of the first layer's input. */
export function inputOf({ input }: Pick<NetworkSpec, 'input'>): Shape {
  if (input.type === 'latent') return vector(input.size)
  return input.flattened ? vector(pixelsOf(input)) : images(input)
}

export const pixelsOf = ({ channels, size }: ImageShape): number => channels * size * size

const vector = (features: number): Shape => ({ type: 'vector', features })
const images = ({ channels, size }: ImageShape): Shape => ({ type: 'images', channels, size })

/** The number of values in one example. */
export const valueCount = (shape: Shape): number =>
  shape.type === 'vector' ? shape.features : pixelsOf(shape)

const same = (a: Shape, b: Shape): boolean =>
  a.type === 'vector' || b.type === 'vector'
    ? a.type === b.type && valueCount(a) === valueCount(b)
    : a.channels === b.channels && a.size === b.size

function outputMatches(spec: NetworkSpec | ClassifierSpec, given: Shape): boolean {
  if (isClassifier(spec)) return same(given, vector(spec.output.classes))
  const { output, layers, classes = 0 } = spec
  return output.type === 'logit'
    ? same(given, vector(layers.at(-1)?.type === 'classifierHead' ? 1 + classes : 1))
    : same(given, images(output)) || same(given, vector(pixelsOf(output)))
}

export const shapeNotice = (shape: Shape): Notice =>
  shape.type === 'vector'
    ? notice('aVector', { features: shape.features })
    : notice('someImages', { channels: shape.channels, size: shape.size })

/**
 * A branch's position in the network; `path` is empty for the network itself, else it ends with a
 * dot.
 */
interface Place {
  role: NetworkRole | 'classifier'
  path: string
  classes: number | undefined
}

function sizedLayers(
  specs: readonly LayerSpec[],
  input: Shape,
  { role, path, classes }: Place,
): SizedLayer[] {
  let given = input
  return specs.map((spec, i) => {
    const at = `${path}${i}`
    const layerError = (why: Notice): Error => {
      return problemError('usage', `${role}Layer`, { at, type: spec.type, why })
    }
    const placed = { name: `model.${at}`, input: given }
    if (spec.type === 'residual') {
      const branches = {
        main: sizedLayers(spec.main, given, { role, path: `${at}.main.`, classes }),
        shortcut: sizedLayers(spec.shortcut, given, { role, path: `${at}.shortcut.`, classes }),
      }
      const [main, shortcut] = [
        branchOutput(branches.main, given),
        branchOutput(branches.shortcut, given),
      ]
      if (!same(main, shortcut)) {
        throw layerError(
          notice('branchesDiffer', { main: shapeNotice(main), shortcut: shapeNotice(shortcut) }),
        )
      }
      given = main
      return { type: spec.type, ...branches, ...placed, output: main }
    }
    const whole = withClasses(spec, classes, layerError)
    given = interpret(outputs, whole, given, layerError)
    return { ...whole, ...placed, output: given }
  })
}

const branchOutput = (branch: readonly SizedLayer[], input: Shape): Shape =>
  branch.at(-1)?.output ?? input

type LayerError = (why: Notice) => Error

type WithClasses = SimpleLayerSpec | (ConditionalLayerSpec & { classes: number })

function withClasses(
  spec: SimpleLayerSpec | ConditionalLayerSpec,
  classes: number | undefined,
  layerError: LayerError,
): WithClasses {
  switch (spec.type) {
    case 'labelEmbedding':
    case 'conditionalBatchNorm2d':
    case 'projectionHead':
    case 'classifierHead':
      if (classes === undefined) throw layerError(notice('needsClasses', {}))
      return { ...spec, classes }
    default:
      return spec
  }
}

function featuresOf(input: Shape, layerError: LayerError): number {
  if (input.type === 'vector') return input.features
  throw layerError(notice('expectsVector', { given: shapeNotice(input) }))
}

function imagesOf(input: Shape, layerError: LayerError): ImageShape {
  if (input.type === 'images') return input
  throw layerError(notice('expectsImages', { given: shapeNotice(input) }))
}

/** The output shape of each type of layer. */
const outputs: PerType<WithClasses, [input: Shape, layerError: LayerError], Shape> = {
  linear({ features }, input, layerError) {
    featuresOf(input, layerError)
    return vector(features)
  },
  conv2d({ channels, kernel, stride, padding }, input, layerError) {
    const { size } = imagesOf(input, layerError)
    if (kernel > size + 2 * padding)
      throw layerError(notice('kernelTooLarge', { kernel, padding, size }))
    return images({ channels, size: Math.floor((size + 2 * padding - kernel) / stride) + 1 })
  },
  convTranspose2d({ channels, kernel, stride, padding, outputPadding }, input, layerError) {
    const from = imagesOf(input, layerError)
    if (outputPadding >= stride)
      throw layerError(notice('outputPaddingTooLarge', { outputPadding, stride }))
    const size = (from.size - 1) * stride - 2 * padding + kernel + outputPadding
    if (size < 1) throw layerError(notice('paddingTooLarge', { kernel, padding, size: from.size }))
    return images({ channels, size })
  },
  batchNorm1d: (_, input, layerError) => vector(featuresOf(input, layerError)),
  batchNorm2d: (_, input, layerError) => images(imagesOf(input, layerError)),
  upsample: ({ factor }, input, layerError) => {
    const { channels, size } = imagesOf(input, layerError)
    return images({ channels, size: size * factor })
  },
  averagePool: ({ factor }, input, layerError) => {
    const { channels, size } = imagesOf(input, layerError)
    if (size % factor !== 0) throw layerError(notice('cannotPool', { factor, size }))
    return images({ channels, size: size / factor })
  },
  blur: (_, input, layerError) => images(imagesOf(input, layerError)),
  globalSum: (_, input, layerError) => vector(imagesOf(input, layerError).channels),
  minibatchDeviation: (_, input) =>
    input.type === 'vector'
      ? vector(input.features + 1)
      : images({ ...input, channels: input.channels + 1 }),
  labelEmbedding: ({ features }, input, layerError) =>
    vector(featuresOf(input, layerError) + features),
  conditionalBatchNorm2d: (_, input, layerError) => images(imagesOf(input, layerError)),
  projectionHead(_, input, layerError) {
    featuresOf(input, layerError)
    return vector(1)
  },
  classifierHead({ classes }, input, layerError) {
    featuresOf(input, layerError)
    return vector(1 + classes)
  },
  leakyRelu: (_, input) => input,
  relu: (_, input) => input,
  tanh: (_, input) => input,
  flatten: (_, input, layerError) => vector(pixelsOf(imagesOf(input, layerError))),
  unflatten({ channels, size }, input, layerError) {
    const features = featuresOf(input, layerError)
    if (features !== pixelsOf({ channels, size })) {
      throw layerError(notice('cannotUnflatten', { features, channels, size }))
    }
    return images({ channels, size })
  },
}
