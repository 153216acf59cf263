import { labelsOf } from '../../../contract/architectures/labels'
import { interpret } from '../../../contract/architectures/interpret'
import type { PerType } from '../../../contract/architectures/interpret'
import { shapesOf, shapesOfBoth } from '../../../contract/architectures/shapes'
import type { Shape, SizedLayer } from '../../../contract/architectures/shapes'
import type {
  ClassifierSpec,
  ImageShape,
  NetworkRole,
  NetworkSpec,
  NetworkSpecs,
} from '../../../contract/architectures/spec'
import { widthOf } from '../../../contract/architectures/state'
import * as images from '../layers/conv'
import { imagesOfRows, rowsOfImages } from '../layers/conv'
import {
  ClassifierHead,
  ConditionalBatchNorm2d,
  LabelEmbedding,
  ProjectionHead,
} from '../layers/conditional'
import type { Features } from '../layers/features'
import { initialOf } from '../layers/initial'
import { BatchNorm1d, Dense, LeakyReLU, Tanh } from '../layers/layers'
import { simpleLayer } from '../layers/layer'
import type { Layer } from '../layers/layer'
import { Network } from '../layers/network'
import type { Ends } from '../layers/network'
import { MinibatchDeviation } from '../layers/minibatch-deviation'
import { RandomStream } from '../random/random'
import { Residual } from '../layers/sequence'

/**
 * Builds a network from its specification, with fresh weights drawn in the order of its layers. Its
 * inputs and outputs are rows: latents, images with channels first, logits, class scores.
 *
 * @throws StudioError `usage` if the layers do not fit; see shapesOf
 */
export const buildNetwork = (spec: NetworkSpec | ClassifierSpec, random: RandomStream): Network =>
  assemble(spec, shapesOf(spec), random)

/**
 * The two networks of a GAN; all their weights follow from the seed.
 *
 * @throws StudioError `usage` if a network's layers do not fit, or the networks do not fit each
 * other
 */
export function buildNetworks(
  specs: NetworkSpecs,
  seed: number,
): { generator: Network; discriminator: Network } {
  const layers = shapesOfBoth(specs)
  const build = (role: NetworkRole): Network =>
    assemble(specs[role], layers[role], RandomStream.seeded(seed, role))
  return { generator: build('generator'), discriminator: build('discriminator') }
}

function assemble(
  spec: NetworkSpec | ClassifierSpec,
  layers: readonly SizedLayer[],
  random: RandomStream,
): Network {
  const rebuild = (): Network => assemble(spec, layers, RandomStream.seeded(0))
  const labels = labelsOf(spec)
  return new Network(buildLayers(layers, random), endsOf(spec, layers), rebuild, labels)
}

/** Converts between rows of pixels and images, if the layers take or return images. */
function endsOf(
  { input, output }: NetworkSpec | ClassifierSpec,
  layers: readonly SizedLayer[],
): Ends {
  const takesImages = input.type === 'image' && !input.flattened
  const givesImages = output.type === 'image' && layers.at(-1)?.output.type === 'images'
  return {
    ...(takesImages ? { input: (rows) => imagesOfRows(rows, input) } : {}),
    ...(givesImages ? { output: (last) => rowsOfImages(last, output) } : {}),
  }
}

/** A layer's position among the others. */
interface Place {
  random: RandomStream
  /** The nearest layers that are not element-wise. */
  before: SizedLayer | undefined
  after: SizedLayer | undefined
}

const buildLayers = (layers: readonly SizedLayer[], random: RandomStream): Layer[] =>
  layers.map((layer, i) => {
    const before = layers.slice(0, i).findLast(mixes)
    const after = layers.slice(i + 1).find(mixes)
    return interpret(builders, layer, { random, before, after })
  })

const mixes = ({ type }: SizedLayer): boolean => !['leakyRelu', 'relu', 'tanh'].includes(type)

/** The shape of the images that a vector was flattened from, or is about to become. */
const imageAt = (
  layer: SizedLayer | undefined,
  side: 'input' | 'output',
): ImageShape | undefined => (layer?.[side].type === 'images' ? layer[side] : undefined)

/** The input of a layer that takes vectors: a flattened image's values, if it follows a flatten. */
const featuresOf = (input: Shape, before: SizedLayer | undefined): Features =>
  (before?.type === 'flatten' ? imageAt(before, 'input') : undefined) ?? widthOf(input)

/** Returns true for layers with a weight for each feature of their input. */
const weighsFeatures = (layer: SizedLayer | undefined): boolean =>
  layer !== undefined && ['linear', 'projectionHead', 'classifierHead'].includes(layer.type)

/*
 * The engines flatten images with their channels last, PyTorch with its channels first. Next to a
 * flatten or unflatten, a layer with a weight per feature reorders its weights when they are read
 * or written; without such a layer, the vector itself is reordered.
 */
const builders: PerType<SizedLayer, [place: Place], Layer> = {
  linear(
    { input, features, bias, initialisation, spectralNorm = false },
    { random, before, after },
  ) {
    const to = after?.type === 'unflatten' ? imageAt(after, 'output') : undefined
    const options = { initial: initialOf(initialisation), bias, spectralNorm }
    return Dense(featuresOf(input, before), to ?? features, random, options)
  },
  conv2d: ({ input, channels, initialisation, ...options }, { random }) =>
    images.Conv2d(widthOf(input), channels, random, {
      ...options,
      initial: initialOf(initialisation),
    }),
  convTranspose2d: ({ input, channels, initialisation, ...options }, { random }) =>
    images.ConvTranspose2d(widthOf(input), channels, random, {
      ...options,
      initial: initialOf(initialisation),
    }),
  batchNorm1d: ({ input, epsilon, momentum }) => BatchNorm1d(widthOf(input), epsilon, momentum),
  batchNorm2d: ({ input, epsilon, momentum }) =>
    images.BatchNorm2d(widthOf(input), epsilon, momentum),
  leakyRelu: ({ slope }) => LeakyReLU(slope),
  relu: () => images.ReLU(),
  tanh: () => Tanh(),
  flatten(layer, { after }) {
    const from = imageAt(layer, 'input')
    if (weighsFeatures(after) || from === undefined) return images.Flatten()
    return simpleLayer((x) => rowsOfImages(x, from))
  },
  unflatten({ channels, size }, { before }) {
    if (before?.type === 'linear') return images.Unflatten({ channels, size })
    return simpleLayer((rows) => imagesOfRows(rows, { channels, size }))
  },
  upsample: ({ factor }) => images.Upsample(factor),
  averagePool: ({ factor }) => images.AveragePool(factor),
  blur: () => images.Blur(),
  globalSum: () => images.GlobalSum(),
  minibatchDeviation: ({ groupSize }) => MinibatchDeviation(groupSize),
  labelEmbedding: ({ classes, features }, { random }) => LabelEmbedding(classes, features, random),
  conditionalBatchNorm2d: ({ input, classes, ...options }) =>
    ConditionalBatchNorm2d(widthOf(input), classes, options),
  projectionHead: ({ input, classes, initialisation, spectralNorm }, { random, before }) =>
    ProjectionHead(featuresOf(input, before), classes, random, {
      ...{ initial: initialOf(initialisation), spectralNorm },
    }),
  classifierHead: ({ input, classes, initialisation, spectralNorm }, { random, before }) =>
    ClassifierHead(featuresOf(input, before), classes, random, {
      ...{ initial: initialOf(initialisation), spectralNorm },
    }),
  residual: ({ main, shortcut }, { random }) =>
    Residual(buildLayers(main, random), buildLayers(shortcut, random)),
}
