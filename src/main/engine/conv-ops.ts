import { engine, reshape } from '@tensorflow/tfjs-core'
import type { NamedTensorMap, Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { convKernelNames, registerConvGradients } from './conv-kernels'
import type { ImageSize, Window } from './conv-kernels'
import { kernelNames } from './kernels'
import { batchNorm } from './ops'
import type { Normalised } from './ops'

/* The layer functions of convolutional networks, on images [N,H,W,C]. */

const run = (kernel: string, inputs: NamedTensorMap, attrs: object): Tensor4D =>
  engine().runKernel<Tensor4D>(kernel, inputs, { ...attrs })

const withBias = (inputs: NamedTensorMap, bias: Tensor | undefined): NamedTensorMap =>
  bias === undefined ? inputs : { ...inputs, bias }

/** [N,H,W,C] -> [N*H*W,C]: every pixel a row, which is how biases and batch norm see images. */
const pixelRows = (images: Tensor): Tensor2D =>
  reshape(images, [-1, images.shape.at(-1) ?? 1]) as Tensor2D

registerConvGradients({
  conv2d: (x, filter, window) => run(convKernelNames.conv2d, { x, filter }, window),
  conv2dTranspose: (x, filter, window) =>
    run(convKernelNames.conv2dTranspose, { x, filter }, window),
  conv2dFilterGradient: (large, small, window) =>
    run(convKernelNames.conv2dFilterGradient, { large, small }, window),
  biasGradient: (dy) =>
    engine().runKernel<Tensor>(kernelNames.denseBiasGradient, { dy: pixelRows(dy) }),
})

/** x [N,H,W,I], filter [K,K,I,O] (and bias [O]) -> [N,h,w,O], as PyTorch's conv2d */
export function conv2d(
  x: Tensor4D,
  filter: Tensor,
  bias: Tensor | undefined,
  window: Window,
): Tensor4D {
  return run(convKernelNames.conv2d, withBias({ x, filter }, bias), window)
}

/**
 * The convolution's transpose, as PyTorch's conv_transpose2d (Zeiler et al., 2010): from the
 * small images that such a convolution would give to the large ones it would take.
 * x [N,h,w,O], filter [K,K,I,O] (and bias [I]) -> [N,H,W,I]
 */
export function conv2dTranspose(
  x: Tensor4D,
  filter: Tensor,
  bias: Tensor | undefined,
  window: Window & ImageSize,
): Tensor4D {
  return run(convKernelNames.conv2dTranspose, withBias({ x, filter }, bias), window)
}

/** Batch normalisation of images, each channel over all pixels of the batch. */
export function batchNorm2d(
  x: Tensor4D,
  scale: Tensor,
  offset: Tensor,
  epsilon: number,
): Omit<Normalised, 'output'> & { output: Tensor4D } {
  const { output, mean, variance } = batchNorm(pixelRows(x), scale, offset, epsilon)
  return { output: reshape(output, x.shape), mean, variance }
}
