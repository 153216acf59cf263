import { reshape, sum, transpose } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import type { ImageShape } from '../../../contract/architectures/spec'
import { batchNorm2d } from '../../engine/ops/batch-norm'
import { conv2d, conv2dTranspose } from '../../engine/ops/conv'
import { leakyRelu } from '../../engine/ops/leaky-relu'
import { averagePool, blur, upsample } from '../../engine/ops/resample'
import { freezing, tensorsOf } from './frozen'
import type { Fan, Initial } from './initial'
import { batchNormLayer } from './layers'
import { simpleLayer } from './layer'
import type { Layer } from './layer'
import { newParameter } from './parameters'
import type { Layout, Parameter } from './parameters'
import { SpectralNormed } from './spectral-norm'
import { weightedLayer } from './weighted'
import type { Weighted } from './weighted'
import type { RandomStream } from '../random/random'

/*
 * The layers of convolutional networks. Images are [N,H,W,C] here and [N,C,H,W] in PyTorch; weights
 * are saved in PyTorch's layout.
 */

interface ConvOptions {
  kernel: number
  stride: number
  padding: number
  initial: Initial
  spectralNorm?: boolean | undefined
  /** False before a batch norm, which would subtract the bias again. */
  bias?: boolean
}

/** [K,K,I,O] here; [O,I,K,K] in a Conv2d's state dict, and in a ConvTranspose2d's from O to I. */
function filterLayout(kernel: number, large: number, small: number) {
  return {
    axes: [kernel, kernel, large, small],
    order: [3, 2, 0, 1],
    shape: [small, large, kernel, kernel],
  }
}

/** A filter, followed by a bias of `offsets` numbers if there is one. */
function parametersOf(
  layout: Layout,
  fan: Fan,
  offsets: number,
  random: RandomStream,
  initial: Initial,
): [Parameter, ...Parameter[]] {
  const size = layout.axes.reduce((product, axis) => product * axis, 1)
  const weight = newParameter('weight', initial.weight(random, size, fan), layout.axes, layout)
  if (offsets === 0) return [weight]
  return [weight, newParameter('bias', initial.bias(random, offsets, fan), [offsets])]
}

/** Like PyTorch's Conv2d. */
export function Conv2d(
  inputs: number,
  outputs: number,
  random: RandomStream,
  { kernel, stride, padding, initial, spectralNorm = false, bias = true }: ConvOptions,
): Layer {
  const fan = { inputs: kernel * kernel * inputs, outputs: kernel * kernel * outputs }
  const layout = filterLayout(kernel, inputs, outputs)
  const parameters = parametersOf(layout, fan, bias ? outputs : 0, random, initial)
  const convolved: Weighted = (x, filter, offset) =>
    conv2d(x as Tensor4D, filter, offset, { stride, padding })
  if (spectralNorm) {
    const axes = [kernel, kernel, inputs]
    const v = { axes, order: [2, 0, 1], shape: [fan.inputs] }
    return SpectralNormed(parameters, convolved, random, { v })
  }
  const layer = weightedLayer(convolved)
  return { ...layer(parameters), ...freezing(layer, tensorsOf(parameters), 3) }
}

/**
 * Like PyTorch's ConvTranspose2d. With outputPadding = stride - 1, images can grow by exactly the
 * factor `stride`.
 */
export function ConvTranspose2d(
  inputs: number,
  outputs: number,
  random: RandomStream,
  options: ConvOptions & { outputPadding: number },
): Layer {
  const { kernel, stride, padding, outputPadding, initial, bias = true } = options
  // The fan-in as PyTorch computes it here, although because of the stride fewer inputs reach a
  // pixel.
  const fan = { inputs: kernel * kernel * outputs, outputs: kernel * kernel * inputs }
  const layout = filterLayout(kernel, outputs, inputs)
  const parameters = parametersOf(layout, fan, bias ? outputs : 0, random, initial)
  const grown = (size: number): number => (size - 1) * stride - 2 * padding + kernel + outputPadding
  const layer = weightedLayer((x, filter, offset) => {
    const [, height = 0, width = 0] = x.shape
    const size = { height: grown(height), width: grown(width) }
    return conv2dTranspose(x as Tensor4D, filter, offset, { stride, padding, ...size })
  })
  return { ...layer(parameters), ...freezing(layer, tensorsOf(parameters), 2) }
}

/** Normalises each channel over all pixels of the batch, like PyTorch's BatchNorm2d. */
export const BatchNorm2d = (channels: number, epsilon = 1e-5, momentum = 0.1): Layer =>
  batchNormLayer(channels, { epsilon, momentum }, (x, scale, offset) =>
    batchNorm2d(x as Tensor4D, scale, offset, epsilon),
  )

/** Repeats each pixel, like PyTorch's Upsample. */
export const Upsample = (factor: number): Layer => simpleLayer((x) => upsample(x, factor))

/** Averages squares of pixels, like PyTorch's AvgPool2d. */
export const AveragePool = (factor: number): Layer => simpleLayer((x) => averagePool(x, factor))

/** Smooths each channel by [1,2,1]/4 in both directions. */
export const Blur = (): Layer => simpleLayer((x) => blur(x))

/** Sums each channel over its pixels: [N,H,W,C] -> [N,C] */
export const GlobalSum = (): Layer => simpleLayer((x) => sum(x, [1, 2]))

export const ReLU = (): Layer => simpleLayer((x) => leakyRelu(x, 0))

/** [N,H*W*C] -> [N,H,W,C]; see Features in features.ts for the order. */
export const Unflatten = ({ channels, size }: ImageShape): Layer =>
  simpleLayer((x) => reshape(x, [-1, size, size, channels]))

/** [N,H,W,C] -> [N,H*W*C] */
export const Flatten = (): Layer => simpleLayer((x) => reshape(x, [x.shape[0] ?? 0, -1]))

/** Converts rows of pixels with channels first, as in data sets and grids, to [N,H,W,C]. */
export function imagesOfRows(rows: Tensor, { channels, size }: ImageShape): Tensor {
  if (channels === 1) return reshape(rows, [-1, size, size, 1])
  return transpose(reshape(rows, [-1, channels, size, size]), [0, 2, 3, 1])
}

/** The inverse: [N,H,W,C] -> [N,C*H*W] */
export function rowsOfImages(images: Tensor, { channels, size }: ImageShape): Tensor2D {
  const first = channels === 1 ? images : transpose(images, [0, 3, 1, 2])
  return reshape(first, [-1, channels * size * size])
}
