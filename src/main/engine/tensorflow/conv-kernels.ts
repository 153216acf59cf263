import { pad, reshape, reverse, tensor1d, tidy } from '@tensorflow/tfjs-core'
import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import type { KernelTable } from '../register-kernels'
import type { OpAttribute, TensorflowBackend } from './binding'
import type { CastingRunner } from './mixed-precision'

type Images = [number, number, number, number]
/** Rows or columns of zeros before and after an image. */
type Margin = readonly [number, number]

/**
 * With fewer channels than this, oneDNN's gradient with respect to the images is the slower one.
 */
const FEW_CHANNELS = 8

/**
 * Each convolution as a single TensorFlow op. oneDNN has gradients for TensorFlow's SAME padding
 * and for no padding. If the total padding is even, SAME is PyTorch's padding. If it is odd, SAME
 * puts the extra row after the image, PyTorch before it. Rotating image and filter by 180 degrees
 * turns one into the other, and costs less than a gradient without oneDNN.
 */
export function tensorflowConvKernels(backend: TensorflowBackend, casting: CastingRunner) {
  const { run, addBias } = convOps(backend, casting)

  return {
    conv2d: ({ x, filter, bias }, { stride, padding }) =>
      tidy(() => {
        const [, height, width] = x.shape as Images
        const margins = marginsOf([height, width], filter.shape[0] as number, stride, padding)
        return addBias(run('Conv2D', [x, filter], stride, margins), bias)
      }),
    conv2dTranspose: ({ x, filter, bias }, { height, width, stride, padding }) =>
      tidy(() => {
        const [kernel, , channels] = filter.shape as Images
        const shape = ints([x.shape[0] as number, height, width, channels])
        const margins = marginsOf([height, width], kernel, stride, padding)
        const same = sameForm(margins, [height, width], x.shape.slice(1, 3), stride)
        const backprop = (padding: 'SAME' | Margin[], filter: TensorInfo, x: TensorInfo): Tensor =>
          run('Conv2DBackpropInput', [shape, filter, x], stride, padding)
        if (same === undefined || channels < FEW_CHANNELS) {
          return addBias(backprop(margins, filter, x), bias)
        }
        const y =
          same === 'straight'
            ? backprop('SAME', filter, x)
            : turned(backprop('SAME', turnedFilter(filter), turned(x)))
        return addBias(y, bias)
      }),
    conv2dFilterGradient: ({ large, small }, { kernel, stride, padding }) =>
      tidy(() => {
        const [, height, width, channels] = large.shape as Images
        const shape = ints([kernel, kernel, channels, small.shape[3] as number])
        const margins = marginsOf([height, width], kernel, stride, padding)
        const same = sameForm(margins, [height, width], small.shape.slice(1, 3), stride)
        const backprop = (large: TensorInfo, small: TensorInfo): Tensor =>
          run('Conv2DBackpropFilter', [large, shape, small], stride, 'SAME')
        if (same !== undefined && channels >= FEW_CHANNELS) {
          return same === 'straight'
            ? backprop(large, small)
            : turnedFilter(backprop(turned(large), turned(small)))
        }
        const around = [[0, 0] as const, ...margins, [0, 0] as const]
        const padded = pad(large as Tensor, around as [number, number][])
        return run('Conv2DBackpropFilter', [padded, shape, small], stride, 'VALID')
      }),
  } satisfies KernelTable
}

const ints = (values: readonly number[]): Tensor => tensor1d([...values], 'int32')

/** The padding that is actually used: the stride may skip some of the zeros after the image. */
const marginsOf = (
  sizes: readonly number[],
  kernel: number,
  stride: number,
  padding: number,
): Margin[] =>
  sizes.map((size) => {
    const rest = (size + 2 * padding - kernel) % stride
    return [padding, Math.max(0, padding - rest)]
  })

/**
 * How SAME padding gives these margins, for a small image's height and width: `straight` as it is,
 * `turned` if both ends are swapped; undefined if it does not.
 */
function sameForm(
  margins: readonly Margin[],
  large: readonly number[],
  small: readonly number[],
  stride: number,
): 'straight' | 'turned' | undefined {
  const fits = small.every((size, axis) => size === Math.ceil((large[axis] as number) / stride))
  if (!fits) return undefined
  const extra = margins.map(([before, after]) => before - after)
  if (extra.every((rows) => rows === 0)) return 'straight'
  return extra.every((rows) => rows === 0 || rows === 1) ? 'turned' : undefined
}

/** Images [N,H,W,C] rotated by 180 degrees: their pixels in reverse order. */
function turned(images: TensorInfo): Tensor {
  const [batch, height, width, channels] = images.shape as Images
  const pixels = reshape(images as Tensor, [batch, height * width, channels])
  return reshape(reverse(pixels, 1), images.shape)
}

/** A filter [K,K,I,O] rotated by 180 degrees. */
function turnedFilter(filter: TensorInfo): Tensor {
  const [kernel, , inputs, outputs] = filter.shape as Images
  // TensorFlow reverses the middle axis of three faster than the first of two.
  const places = reshape(filter as Tensor, [1, kernel * kernel, inputs * outputs])
  return reshape(reverse(places, 1), filter.shape)
}

function convOps(backend: TensorflowBackend, casting: CastingRunner) {
  const { binding } = backend
  const ofType = (type: number) => (name: string, value: OpAttribute['value']) => ({
    name,
    type,
    value,
  })
  const text = ofType(binding.TF_ATTR_STRING)
  const list = ofType(binding.TF_ATTR_INT)
  const typed = ofType(binding.TF_ATTR_TYPE)
  const format = (type = binding.TF_FLOAT) => [typed('T', type), text('data_format', 'NHWC')]
  const execute = (op: string, attributes: OpAttribute[], inputs: TensorInfo[]): Tensor =>
    backend.executeSingleOutput(op, attributes, inputs) as Tensor
  const paddings = ([rows = [0, 0], columns = [0, 0]]: readonly Margin[]) => [
    text('padding', 'EXPLICIT'),
    list('explicit_paddings', [0, 0, ...rows, ...columns, 0, 0]),
  ]
  return {
    run: (
      op: string,
      inputs: TensorInfo[],
      stride: number,
      padding: 'SAME' | 'VALID' | readonly Margin[],
    ): Tensor => {
      const attributes = (type: number) => [
        ...format(type),
        list('strides', [1, stride, stride, 1]),
        ...(typeof padding === 'string' ? [text('padding', padding)] : paddings(padding)),
      ]
      const float32 = (): Tensor => execute(op, attributes(binding.TF_FLOAT), inputs)
      return casting({ name: op, inputs, attributes, float32 }) as Tensor
    },
    addBias: (y: Tensor, bias: TensorInfo | undefined): Tensor =>
      bias === undefined ? y : execute('BiasAdd', format(), [y, bias]),
  }
}
