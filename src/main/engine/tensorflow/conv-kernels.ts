import { tensor1d, tidy } from '@tensorflow/tfjs-core'
import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import type { ConvKernels, Window } from '../conv-kernels'
import type { OpAttribute, TensorflowBackend } from './binding'

/** Each convolution as the one TensorFlow op made for it. */
export function tensorflowConvKernels(backend: TensorflowBackend): ConvKernels {
  const { binding } = backend
  const attribute = (name: string, type: number, value: OpAttribute['value']): OpAttribute => ({
    name,
    type,
    value,
  })
  const format = [
    attribute('T', binding.TF_ATTR_TYPE, binding.TF_FLOAT),
    attribute('data_format', binding.TF_ATTR_STRING, 'NHWC'),
  ]
  const run = (op: string, inputs: TensorInfo[], { stride, padding: p }: Window): Tensor =>
    backend.executeSingleOutput(
      op,
      [
        ...format,
        attribute('strides', binding.TF_ATTR_INT, [1, stride, stride, 1]),
        attribute('padding', binding.TF_ATTR_STRING, 'EXPLICIT'),
        attribute('explicit_paddings', binding.TF_ATTR_INT, [0, 0, p, p, p, p, 0, 0]),
        attribute('use_cudnn_on_gpu', binding.TF_ATTR_BOOL, true),
      ],
      inputs,
    ) as Tensor
  const plusBias = (y: Tensor, bias: TensorInfo | undefined): Tensor =>
    bias === undefined ? y : (backend.executeSingleOutput('BiasAdd', format, [y, bias]) as Tensor)
  const sizes = (...values: number[]): Tensor => tensor1d(values, 'int32')

  return {
    conv2d: (x, filter, bias, window) =>
      tidy(() => plusBias(run('Conv2D', [x, filter], window), bias)),
    conv2dTranspose: (x, filter, bias, { height, width, ...window }) =>
      tidy(() => {
        const shape = sizes(x.shape[0] as number, height, width, filter.shape[2] as number)
        return plusBias(run('Conv2DBackpropInput', [shape, filter, x], window), bias)
      }),
    conv2dFilterGradient: (large, small, { kernel, ...window }) =>
      tidy(() => {
        const shape = sizes(kernel, kernel, large.shape[3] as number, small.shape[3] as number)
        return run('Conv2DBackpropFilter', [large, shape, small], window)
      }),
  }
}
