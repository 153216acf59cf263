import { z } from 'zod'
import { parseWith } from '../errors'
import type { ErrorCode } from '../errors'

/*
 * A network as data. A specification states what each layer outputs; its input follows from the
 * layers before it (shapes.ts). Names and defaults are PyTorch's.
 */

const count = z.number().int().positive()
const none = z.number().int().min(0).default(0)

/** Square images. As a vector, an image has its channels first: [channels, size, size]. */
export interface ImageShape {
  channels: number
  /** Height and width in pixels. */
  size: number
}
const imageShape = { channels: count, size: count }

/**
 * How the first weights and biases are drawn. `uniformByInputs`: both from U(-1/sqrt(n),
 * 1/sqrt(n)), where n is the number of inputs per output, as in PyTorch. `normal`: weights from
 * N(0, deviation^2), biases 0.
 */
const initialisationSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('uniformByInputs') }),
  z.strictObject({ type: z.literal('normal'), deviation: z.number().positive() }),
])
export type Initialisation = z.infer<typeof initialisationSchema>

const weighted = {
  bias: z.boolean().default(true),
  initialisation: initialisationSchema.default({ type: 'uniformByInputs' }),
}
const convolution = { channels: count, kernel: count, stride: count.default(1), padding: none }
const normalisation = {
  epsilon: z.number().positive().default(1e-5),
  /** How far one batch moves the running statistics. */
  momentum: z.number().positive().max(1).default(0.1),
}

const simpleLayers = [
  z.strictObject({ type: z.literal('linear'), features: count, ...weighted }),
  z.strictObject({ type: z.literal('conv2d'), ...convolution, ...weighted }),
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
] as const

/** Layers of class-conditional networks. Reserved: this version cannot train them. */
const conditionalLayers = [
  /** Appends an embedding of the label, `features` numbers, to the vector. */
  z.strictObject({ type: z.literal('labelEmbedding'), features: count }),
  /** Batch norm with a scale and an offset for each class (de Vries et al., 2017). */
  z.strictObject({ type: z.literal('conditionalBatchNorm2d'), ...normalisation }),
  /**
   * A logit from the vector, plus its product with the label's embedding (Miyato and Koyama, 2018).
   */
  z.strictObject({ type: z.literal('projectionHead') }),
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
const layerTypes = [...layers.map(({ shape }) => shape.type.value), 'residual']

const layerSpecSchema: z.ZodType<LayerSpec> = z.discriminatedUnion('type', [...layers, residual], {
  error: `must be a layer with one of the types ${layerTypes.join(', ')}`,
})

export const networkSpecSchema = z.strictObject({
  input: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('latent'), size: count }),
    z.strictObject({
      type: z.literal('image'),
      ...imageShape,
      /** The first layer takes the pixels as a vector, without a flatten layer. */
      flattened: z.boolean().default(false),
    }),
  ]),
  layers: z.array(layerSpecSchema).min(1),
  output: z.discriminatedUnion('type', [
    /** Images of this shape, or vectors of as many numbers. */
    z.strictObject({ type: z.literal('image'), ...imageShape }),
    /** One number; its sigmoid is the probability that the image is real. */
    z.strictObject({ type: z.literal('logit') }),
  ]),
})
export type NetworkSpec = z.infer<typeof networkSpecSchema>

/** The two networks of a GAN. */
export type NetworkSpecs = { generator: NetworkSpec; discriminator: NetworkSpec }
export type NetworkRole = keyof NetworkSpecs

/** Latents go into a generator, images into a discriminator. */
export const roleOf = ({ input }: NetworkSpec): NetworkRole =>
  input.type === 'latent' ? 'generator' : 'discriminator'

/**
 * Parses a specification, filling in defaults.
 *
 * @throws StudioError of `code` that names the value at fault
 */
export const parseNetworkSpec = (value: unknown, code: ErrorCode, where?: string): NetworkSpec =>
  parseWith(networkSpecSchema, value, code, 'The network', where)
