import { pad, slice, tensor1d, tidy } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor4D, TensorInfo } from '@tensorflow/tfjs-core'
import type { ConvKernels } from '../conv-kernels'
import type { OpAttribute, TensorflowBackend } from './binding'

type Images = [number, number, number, number]
/** Rows or columns of zeros before and after an image. */
type Margin = readonly [number, number]

/** Below so many channels oneDNN's gradient towards the images is the slower one. */
const FEW_CHANNELS = 8

/**
 * Each convolution as the one TensorFlow op made for it. oneDNN has the gradients without
 * padding only, so images get their zeros, or lose them, by an op of its own.
 */
export function tensorflowConvKernels(backend: TensorflowBackend): ConvKernels {
  const { run, addBias } = convOps(backend)

  return {
    conv2d: (x, filter, bias, { stride, padding }) =>
      tidy(() => {
        const [, height, width] = x.shape as Images
        const kernel = filter.shape[0] as number
        const margins = [height, width].map((size) => marginOf(size, { kernel, stride, padding }))
        return addBias(run('Conv2D', [x, filter], stride, margins), bias)
      }),
    conv2dTranspose: (x, filter, bias, { height, width, stride, padding }) =>
      tidy(() => {
        const batch = x.shape[0] as number
        const [kernel, , channels] = filter.shape as Images
        const sizes = [height, width]
        const margins = sizes.map((size) => marginOf(size, { kernel, stride, padding }))
        if (channels < FEW_CHANNELS) {
          const shape = ints([batch, height, width, channels])
          return addBias(run('Conv2DBackpropInput', [shape, filter, x], stride, margins), bias)
        }
        const [tall = 0, wide = 0] = sizes.map((size, axis) => size + sum(margins[axis]))
        const shape = ints([batch, tall, wide, channels])
        const padded = run('Conv2DBackpropInput', [shape, filter, x], stride) as Tensor4D
        const [top = 0, left = 0] = margins.map(([before]) => before)
        const y = slice(padded, [0, top, left, 0], [batch, height, width, channels])
        return addBias(y, bias)
      }),
    conv2dFilterGradient: (large, small, { kernel, stride, padding }) =>
      tidy(() => {
        const [, height, width, channels] = large.shape as Images
        const margins = [height, width].map((size) => marginOf(size, { kernel, stride, padding }))
        const [rows = [0, 0], columns = [0, 0]] = margins
        const around = [[0, 0], rows, columns, [0, 0]].map(([a = 0, b = 0]) => [a, b])
        const padded = pad(large as Tensor, around as [number, number][])
        const shape = ints([kernel, kernel, channels, small.shape[3] as number])
        return run('Conv2DBackpropFilter', [padded, shape, small], stride)
      }),
  }
}

const ints = (values: readonly number[]): Tensor => tensor1d([...values], 'int32')

const sum = (margin: Margin = [0, 0]): number => margin[0] + margin[1]

/** The zeros that are used: the stride may leave some of those after the image untouched. */
function marginOf(
  size: number,
  { kernel, stride, padding }: { kernel: number; stride: number; padding: number },
): Margin {
  const rest = (size + 2 * padding - kernel) % stride
  return [padding, Math.max(0, padding - rest)]
}

function convOps(backend: TensorflowBackend) {
  const { binding } = backend
  const ofType = (type: number) => (name: string, value: OpAttribute['value']) => ({
    name,
    type,
    value,
  })
  const text = ofType(binding.TF_ATTR_STRING)
  const list = ofType(binding.TF_ATTR_INT)
  const format = [ofType(binding.TF_ATTR_TYPE)('T', binding.TF_FLOAT), text('data_format', 'NHWC')]
  const execute = (op: string, attributes: OpAttribute[], inputs: TensorInfo[]): Tensor =>
    backend.executeSingleOutput(op, attributes, inputs) as Tensor
  const paddings = ([rows = [0, 0], columns = [0, 0]]: readonly Margin[]) => [
    text('padding', 'EXPLICIT'),
    list('explicit_paddings', [0, 0, ...rows, ...columns, 0, 0]),
  ]
  return {
    run: (op: string, inputs: TensorInfo[], stride: number, margins?: readonly Margin[]): Tensor =>
      execute(
        op,
        [
          ...format,
          list('strides', [1, stride, stride, 1]),
          ...(margins === undefined ? [text('padding', 'VALID')] : paddings(margins)),
        ],
        inputs,
      ),
    addBias: (y: Tensor, bias: TensorInfo | undefined): Tensor =>
      bias === undefined ? y : execute('BiasAdd', format, [y, bias]),
  }
}
