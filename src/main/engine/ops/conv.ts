import {
  add,
  conv2d as tfConv2d,
  conv2dTranspose as tfConv2dTranspose,
  pad,
  reshape,
  slice,
  transpose,
} from '@tensorflow/tfjs-core'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import { defineOp } from '../define-op'
import { biasGradient } from './bias-gradient'

/*
 * Convolutions in PyTorch's arithmetic: cross-correlation, the same padding on all sides. N is
 * the batch, [H,W] the large image with I channels, [h,w] the small one with O channels,
 * h = floor((H + 2 padding - K) / stride) + 1 and w likewise; K is the filter's height and width.
 * Each of conv2d and conv2dTranspose is the other's gradient towards its images.
 */

/** How a filter moves over an image: its stride, and the zero padding on each side. */
export interface Window {
  stride: number
  padding: number
}

/** The images that a transposed convolution makes: the window alone leaves stride - 1 rows open. */
export interface ImageSize {
  height: number
  width: number
}

type FilterWindow = Window & { kernel: number }

export const conv2dOp = defineOp({
  name: 'conv2d',
  inputs: ['x', 'filter'],
  optional: ['bias'],
  compose: ({ x, filter, bias }, { stride, padding }: Window) => {
    const y = tfConv2d(padded(x, padding), filter as Tensor4D, stride, 'valid')
    return bias === undefined ? y : add(y, bias)
  },
  gradient: {
    saves: ['x', 'filter'],
    of: (dy, { x, filter }, { stride, padding }) => ({
      x: () => conv2dTranspose(dy, filter, undefined, { stride, padding, ...sizeOf(x) }),
      filter: () => conv2dFilterGradient(x, dy, { stride, padding, kernel: kernelOf(filter) }),
      bias: () => biasGradient(pixelRows(dy)),
    }),
  },
})

export const conv2dTransposeOp = defineOp({
  name: 'conv2dTranspose',
  inputs: ['x', 'filter'],
  optional: ['bias'],
  compose: ({ x, filter, bias }, { stride, padding, height, width }: Window & ImageSize) => {
    const [batch = 0] = x.shape
    const channels = filter.shape[2] ?? 0
    const around = [batch, height + 2 * padding, width + 2 * padding, channels] as const
    const [images, weights] = [x as Tensor4D, filter as Tensor4D]
    const whole = tfConv2dTranspose(images, weights, [...around], stride, 'valid')
    const y = slice(whole, [0, padding, padding, 0], [batch, height, width, channels])
    return bias === undefined ? y : add(y, bias)
  },
  gradient: {
    saves: ['x', 'filter'],
    of: (dy, { x, filter }, { stride, padding }) => ({
      x: () => conv2d(dy, filter, undefined, { stride, padding }),
      filter: () => conv2dFilterGradient(dy, x, { stride, padding, kernel: kernelOf(filter) }),
      bias: () => biasGradient(pixelRows(dy)),
    }),
  },
})

export const conv2dFilterGradientOp = defineOp({
  name: 'conv2dFilterGradient',
  inputs: ['large', 'small'],
  // The small images act as the filter: their pixels lie `stride` apart on the large ones, and the
  // sum runs over the batch.
  compose: ({ large, small }, { stride, padding, kernel }: FilterWindow) => {
    const images = transpose(padded(large, padding), [3, 1, 2, 0])
    const filter = transpose(small as Tensor4D, [1, 2, 0, 3])
    const places = tfConv2d(images, filter, 1, 'valid', 'NHWC', stride)
    const [inputs, , , outputs] = places.shape
    return transpose(slice(places, [0, 0, 0, 0], [inputs, kernel, kernel, outputs]), [1, 2, 0, 3])
  },
  gradient: {
    saves: ['large', 'small'],
    of: (ddf, { large, small }, { stride, padding }) => ({
      large: () => conv2dTranspose(small, ddf, undefined, { stride, padding, ...sizeOf(large) }),
      small: () => conv2d(large, ddf, undefined, { stride, padding }),
    }),
  },
})

/** x [N,H,W,I], filter [K,K,I,O] (and bias [O]) -> [N,h,w,O], as PyTorch's conv2d */
export function conv2d(
  x: Tensor,
  filter: Tensor,
  bias: Tensor | undefined,
  window: Window,
): Tensor4D {
  return conv2dOp.run({ x, filter, bias }, window) as Tensor4D
}

/**
 * The convolution's transpose, as PyTorch's conv_transpose2d (Zeiler et al., 2010): it maps small
 * images, such as a convolution outputs, to large ones of its input size. Every number of the small
 * image adds that multiple of the filter to the large one.
 * x [N,h,w,O], filter [K,K,I,O] (and bias [I]) -> [N,H,W,I]
 */
export function conv2dTranspose(
  x: Tensor,
  filter: Tensor,
  bias: Tensor | undefined,
  window: Window & ImageSize,
): Tensor4D {
  return conv2dTransposeOp.run({ x, filter, bias }, window) as Tensor4D
}

/** large [N,H,W,I], small [N,h,w,O] -> dfilter [K,K,I,O]; one of the two is a gradient */
export function conv2dFilterGradient(large: Tensor, small: Tensor, window: FilterWindow): Tensor4D {
  return conv2dFilterGradientOp.run({ large, small }, window) as Tensor4D
}

/** [N,H,W,C] -> [N*H*W,C]: each pixel becomes a row, so that biases apply to images. */
const pixelRows = (images: Tensor): Tensor => reshape(images, [-1, images.shape.at(-1) ?? 1])

const padded = (images: Tensor, padding: number): Tensor4D =>
  pad(images as Tensor4D, [
    [0, 0],
    [padding, padding],
    [padding, padding],
    [0, 0],
  ])

const sizeOf = ({ shape: [, height = 0, width = 0] }: Tensor): ImageSize => ({ height, width })
const kernelOf = (filter: Tensor): number => filter.shape[0] ?? 0
