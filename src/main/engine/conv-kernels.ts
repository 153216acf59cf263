import { registerGradient, registerKernel } from '@tensorflow/tfjs-core'
import type { NamedTensorInfoMap, Tensor, TensorInfo } from '@tensorflow/tfjs-core'

/** How a filter moves over an image: its stride, and the zeros around each side. */
export interface Window {
  stride: number
  padding: number
}

/** The image that a transposed convolution gives: the window alone leaves up to stride - 1 rows open. */
export interface ImageSize {
  height: number
  width: number
}

/**
 * The kernels of convolutional networks, in PyTorch's arithmetic: cross-correlation, the same
 * padding on all sides. N is the batch, [H,W] the large image with I channels, [h,w] the small
 * one with O channels, h = floor((H + 2 padding - K) / stride) + 1 and w likewise; K is the
 * filter's height and width; all float32.
 */
export interface ConvKernels {
  /** x [N,H,W,I], filter [K,K,I,O] (and bias [O]) -> [N,h,w,O] */
  conv2d(
    x: TensorInfo,
    filter: TensorInfo,
    bias: TensorInfo | undefined,
    window: Window,
  ): TensorInfo
  /**
   * x [N,h,w,O], filter [K,K,I,O] (and bias [I]) -> [N,H,W,I]: every number of the small image
   * adds its multiple of the filter to the large one. Also conv2d's gradient towards its images.
   */
  conv2dTranspose(
    x: TensorInfo,
    filter: TensorInfo,
    bias: TensorInfo | undefined,
    window: Window & ImageSize,
  ): TensorInfo
  /** large [N,H,W,I], small [N,h,w,O] -> dfilter [K,K,I,O]; one of the two is a gradient */
  conv2dFilterGradient(
    large: TensorInfo,
    small: TensorInfo,
    window: Window & { kernel: number },
  ): TensorInfo
}

export const convKernelNames = {
  conv2d: 'StudioConv2D',
  conv2dTranspose: 'StudioConv2DTranspose',
  conv2dFilterGradient: 'StudioConv2DFilterGradient',
} as const

const required = (inputs: NamedTensorInfoMap, name: string): TensorInfo => {
  const tensor = inputs[name]
  if (tensor === undefined) throw new Error(`kernel input ${name} is missing`)
  return tensor
}

/** Makes an engine's kernels known to tfjs under its backend's name. */
export function registerConvKernels(backendName: string, kernels: ConvKernels): void {
  registerKernel({
    kernelName: convKernelNames.conv2d,
    backendName,
    kernelFunc: ({ inputs, attrs }) =>
      kernels.conv2d(
        required(inputs, 'x'),
        required(inputs, 'filter'),
        inputs['bias'],
        attrs as unknown as Window,
      ),
  })
  registerKernel({
    kernelName: convKernelNames.conv2dTranspose,
    backendName,
    kernelFunc: ({ inputs, attrs }) =>
      kernels.conv2dTranspose(
        required(inputs, 'x'),
        required(inputs, 'filter'),
        inputs['bias'],
        attrs as unknown as Window & ImageSize,
      ),
  })
  registerKernel({
    kernelName: convKernelNames.conv2dFilterGradient,
    backendName,
    kernelFunc: ({ inputs, attrs }) =>
      kernels.conv2dFilterGradient(
        required(inputs, 'large'),
        required(inputs, 'small'),
        attrs as unknown as Window & { kernel: number },
      ),
  })
}

/** What the gradients are made of; each of the two convolutions is the other's gradient. */
export interface ConvGradients {
  conv2d(x: Tensor, filter: Tensor, window: Window): Tensor
  conv2dTranspose(x: Tensor, filter: Tensor, window: Window & ImageSize): Tensor
  conv2dFilterGradient(large: Tensor, small: Tensor, window: Window & { kernel: number }): Tensor
  biasGradient(dy: Tensor): Tensor
}

/** Lazily, one closure an input, as with the other layers: what nothing asks for is not computed. */
export function registerConvGradients(run: ConvGradients): void {
  registerGradient({
    kernelName: convKernelNames.conv2d,
    inputsToSave: ['x', 'filter'],
    gradFunc: (gradient, saved, attrs) => {
      const [x, filter] = saved as [Tensor, Tensor]
      const dy = gradient as Tensor
      const { stride, padding } = attrs as unknown as Window
      const [, height = 0, width = 0] = x.shape
      const kernel = filter.shape[0] ?? 0
      return {
        x: () => run.conv2dTranspose(dy, filter, { stride, padding, height, width }),
        filter: () => run.conv2dFilterGradient(x, dy, { stride, padding, kernel }),
        bias: () => run.biasGradient(dy),
      }
    },
  })
  registerGradient({
    kernelName: convKernelNames.conv2dTranspose,
    inputsToSave: ['x', 'filter'],
    gradFunc: (gradient, saved, attrs) => {
      const [x, filter] = saved as [Tensor, Tensor]
      const dy = gradient as Tensor
      const { stride, padding } = attrs as unknown as Window
      const kernel = filter.shape[0] ?? 0
      return {
        x: () => run.conv2d(dy, filter, { stride, padding }),
        filter: () => run.conv2dFilterGradient(dy, x, { stride, padding, kernel }),
        bias: () => run.biasGradient(dy),
      }
    },
  })
}
