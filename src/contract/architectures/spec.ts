import { z } from 'zod'
import { parseWith } from '../errors'
import type { ErrorCode } from '../errors'
import type { Words } from '../words'

/*
 * A network as data. A specification states what each layer outputs; its input follows from the
 * layers before it (shapes.ts). Names and defaults are PyTorch's.
 */

const count = z.number().int().positive()
/**
 * Image height and width, or latent size; larger values can only come from damaged or malicious
 * files.
 */
const size = count.max(65_536)
/** The type of a classifier's output. */
const SCORES = 'scores'
const none = z.number().int().min(0).default(0)

/** Square images. As a vector, an image has its channels first: [channels, size, size]. */
export interface ImageShape {
  channels: number
  /** Height and width in pixels. */
  size: number
}
const imageShape = { channels: count, size }

const gain = z.number().positive().default(1)

/**
 * How initial weights and biases are drawn; n is the number of inputs per output, m that of outputs
 * per input. `uniformByInputs`: both from U(-1/sqrt(n), 1/sqrt(n)), as in PyTorch. In all others,
 * biases are 0. `normal`: weights from N(0, deviation^2). `kaimingNormal`: from N(0, gain^2/n).
 * `xavierUniform`: from U(-a, a) with a = gain * sqrt(6/(n+m)). `zero`: 0.
 */
const initialisationSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('uniformByInputs') }),
  z.strictObject({ type: z.literal('normal'), deviation: z.number().positive() }),
  z.strictObject({ type: z.literal('kaimingNormal'), gain }),
  z.strictObject({ type: z.literal('xavierUniform'), gain }),
  z.strictObject({ type: z.literal('zero') }),
])
export type Initialisation = z.infer<typeof initialisationSchema>

const weighted = {
  bias: z.boolean().default(true),
  initialisation: initialisationSchema.default({ type: 'uniformByInputs' }),
}
/**
 * Divides the weight by its largest singular value (Miyato et al., 2018), like
 * torch.nn.utils.spectral_norm, whose names `weight_orig`, `weight_u` and `weight_v` it uses.
 * Optional rather than false by default: specifications written before it existed stay the same.
 */
const spectral = { spectralNorm: z.boolean().optional() }
/** How many times larger or smaller images become in both directions. */
const factor = z.number().int().min(2).max(64).default(2)
const convolution = { channels: count, kernel: count, stride: count.default(1), padding: none }
const normalisation = {
  epsilon: z.number().positive().default(1e-5),
  /** How far one batch moves the running statistics. */
  momentum: z.number().positive().max(1).default(0.1),
}

const simpleLayers = [
  z.strictObject({ type: z.literal('linear'), features: count, ...weighted, ...spectral }),
  z.strictObject({ type: z.literal('conv2d'), ...convolution, ...weighted, ...spectral }),
  z.strictObject({
    type: z.literal('convTranspose2d'),
    ...convolution,
    outputPadding: none,
    ...weighted,
  }),
  z.strictObject({ type: z.literal('batchNorm1d'), ...normalisation }),
  z.strictObject({ type: z.literal('batchNorm2d'), ...normalisation }),
  z.strictObject({ type: z.literal('leakyRelu'), slope: z.number().min(0).default(0.01) }),
  z.strictObject({ type: z.literal('relu') }),
  z.strictObject({ type: z.literal('tanh') }),
  /** Images to vectors, channels first. */
  z.strictObject({ type: z.literal('flatten') }),
  /** Vectors to images, channels first. */
  z.strictObject({ type: z.literal('unflatten'), ...imageShape }),
  /** Repeats each pixel. */
  z.strictObject({ type: z.literal('upsample'), factor }),
  /** Averages squares of pixels. */
  z.strictObject({ type: z.literal('averagePool'), factor }),
  /**
   * Smooths each channel by [1,2,1]/4 in both directions; outside an image is 0. After an upsample
   * or before an average pool, it makes them StyleGAN's resampling by [1,3,3,1].
   */
  z.strictObject({ type: z.literal('blur') }),
  /** Images to vectors: sums each channel over its pixels. */
  z.strictObject({ type: z.literal('globalSum') }),
  /**
   * Appends a channel, or a feature, with how much the images of a group differ (Karras et al.,
   * 2018): the mean of the values' standard deviations. A batch that groups do not divide is one
   * group.
   */
  z.strictObject({ type: z.literal('minibatchDeviation'), groupSize: count.default(4) }),
] as const

/** Layers of class-conditional networks: they need the network's number of `classes`. */
const conditionalLayers = [
  /**
   * Appends an embedding of the label to the vector: `features` numbers, initialised from N(0, 1).
   */
  z.strictObject({ type: z.literal('labelEmbedding'), features: count }),
  /** Batch norm with a scale and an offset for each class (de Vries et al., 2017). */
  z.strictObject({ type: z.literal('conditionalBatchNorm2d'), ...normalisation }),
  /**
   * A logit from the vector, plus the vector's dot product with the label's embedding (Miyato and
   * Koyama, 2018). Both are initialised like a linear layer's weight.
   */
  z.strictObject({
    type: z.literal('projectionHead'),
    initialisation: weighted.initialisation,
    ...spectral,
  }),
  /**
   * A logit from the vector, and one for each class (Odena et al., 2017): the last layer of a
   * discriminator that predicts labels instead of taking them.
   */
  z.strictObject({
    type: z.literal('classifierHead'),
    initialisation: weighted.initialisation,
    ...spectral,
  }),
] as const

export type SimpleLayerSpec = z.infer<(typeof simpleLayers)[number]>
export type ConditionalLayerSpec = z.infer<(typeof conditionalLayers)[number]>
/** Two branches with the same input, whose outputs are added; an empty branch is the identity. */
export type ResidualSpec = { type: 'residual'; main: LayerSpec[]; shortcut: LayerSpec[] }
export type LayerSpec = SimpleLayerSpec | ConditionalLayerSpec | ResidualSpec

const branch = (): z.ZodDefault<z.ZodArray<z.ZodType<LayerSpec>>> =>
  z.array(layerSpecSchema).default([])
const residual = z.strictObject({
  type: z.literal('residual'),
  get main() {
    return branch()
  },
  get shortcut() {
    return branch()
  },
})
const layers = [...simpleLayers, ...conditionalLayers] as const
/** The schema of each type of layer. */
export const layerSchemas: readonly z.ZodObject[] = [...layers, residual]
const layerTypes = [...layers.map(({ shape }) => shape.type.value), 'residual']

const layerSpecSchema: z.ZodType<LayerSpec> = z.discriminatedUnion('type', [...layers, residual], {
  error: `must be a layer with one of the types ${layerTypes.join(', ')}`,
})

const latentInput = z.strictObject({ type: z.literal('latent'), size })
const imageInput = z.strictObject({
  type: z.literal('image'),
  ...imageShape,
  /** The first layer takes the pixels as a vector, without a flatten layer. */
  flattened: z.boolean().default(false),
})
const layerList = z.array(layerSpecSchema).min(1)
const numberOfClasses = z.number().int().min(2).max(65_536)

const specSchema = z.strictObject({
  input: z.discriminatedUnion('type', [latentInput, imageInput]),
  /**
   * The number of classes, for conditional layers; labels are whole numbers from 0 to classes - 1.
   */
  classes: numberOfClasses.optional(),
  layers: layerList,
  output: z.discriminatedUnion('type', [
    /** Images of this shape, or vectors with the same number of values. */
    z.strictObject({ type: z.literal('image'), ...imageShape }),
    /** One logit, followed by one per class if the last layer is a classifierHead. */
    z.strictObject({ type: z.literal('logit') }),
  ]),
})
export type NetworkSpec = z.infer<typeof specSchema>

const classifierSchema = z.strictObject({
  input: imageInput,
  layers: layerList,
  /** A score for each class: the logits of a softmax. */
  output: z.strictObject({ type: z.literal(SCORES), classes: numberOfClasses }),
})
/** A network that tells classes of images apart; see feature-nets/classifier.ts for its limits. */
export type ClassifierSpec = z.infer<typeof classifierSchema>

/**
 * Limits on nesting residual layers and on the total number of layers, including those in branches.
 */
const MAX_NESTING = 16
const MAX_LAYERS = 1000

const tooDeep: Words = {
  en: `residual layers may nest at most ${MAX_NESTING} deep`,
  zh: `残差层最多嵌套 ${MAX_NESTING} 层`,
}
const tooMany: Words = {
  en: `a network may have at most ${MAX_LAYERS} layers`,
  zh: `一个网络最多有 ${MAX_LAYERS} 层`,
}

/**
 * Returns why a specification is too large to parse; undefined if it is not. Iterative, since
 * recursion (as in the schema) would overflow the stack on deeply nested input.
 */
function sizeProblem(spec: unknown): Words | undefined {
  let level = branchesOf([spec], ['layers'])
  let layers = 0
  for (let levels = 0; level.length > 0; levels++) {
    if (levels > MAX_NESTING) return tooDeep
    layers += level.length
    if (layers > MAX_LAYERS) return tooMany
    level = branchesOf(level, ['main', 'shortcut'])
  }
  return undefined
}

const branchesOf = (parents: readonly unknown[], names: readonly string[]): unknown[] =>
  parents.flatMap((parent) =>
    typeof parent === 'object' && parent !== null
      ? Object.entries(parent).flatMap(([name, value]: [string, unknown]) =>
          names.includes(name) && Array.isArray(value) ? (value as unknown[]) : [],
        )
      : [],
  )

const ofBoundedSize = z.unknown().superRefine((value, context) => {
  const words = sizeProblem(value)
  if (words === undefined) return
  context.addIssue({ code: 'custom', path: ['layers'], message: words.en, params: { words } })
})
const scoresSchema = z.object({ output: z.object({ type: z.literal(SCORES) }) })
const scoresInGan: Words = {
  en: 'class scores are the output of a feature net, not of a GAN',
  zh: '类别得分是特征网络的输出，而不是 GAN 的输出',
}

export const networkSpecSchema: z.ZodType<NetworkSpec> = ofBoundedSize
  .superRefine((value, context) => {
    if (!scoresSchema.safeParse(value).success) return
    const [path, words] = [['output', 'type'], scoresInGan]
    context.addIssue({ code: 'custom', path, message: words.en, params: { words } })
  })
  .pipe(specSchema)
/** Only the form: layers may not fit. */
export const classifierFormSchema: z.ZodType<ClassifierSpec> = ofBoundedSize.pipe(classifierSchema)

/** The two networks of a GAN. */
export type NetworkSpecs = { generator: NetworkSpec; discriminator: NetworkSpec }
export type NetworkRole = keyof NetworkSpecs

/** Latents go into a generator, images into a discriminator. */
export const roleOf = ({ input }: NetworkSpec): NetworkRole =>
  input.type === 'latent' ? 'generator' : 'discriminator'

/**
 * Parses a specification, filling in defaults.
 *
 * @throws StudioError with this `code`, naming the invalid value
 */
export const parseNetworkSpec = (value: unknown, code: ErrorCode, where?: string): NetworkSpec =>
  parseWith(networkSpecSchema, value, code, 'The network', where)
