import type { TensorInfo } from '@tensorflow/tfjs-core'
import { smallImage } from '../host/conv-loops'
import type { Unfolding } from '../host/conv-loops'
import type { KernelTable } from '../register-kernels'
import type { KernelContext, Matrix } from './context'

type Images = [number, number, number, number]

/** How much of the batch is unfolded at a time: what fits into a second-level cache. */
const CHUNK_BYTES = 512 * 1024

/** Convolutions as matrix products, a few unfolded images at a time. */
export function wasmConvKernels(context: KernelContext) {
  /** Calls back with the first image of each chunk, their count, and a matrix for their rows. */
  function eachChunk(
    u: Unfolding,
    visit: (first: number, count: number, matrix: Matrix) => void,
  ): void {
    const { rows, columns } = smallImage({ ...u, batch: 1 })
    const images = Math.max(1, Math.floor(CHUNK_BYTES / (4 * rows * columns)))
    const at = context.temporary(4 * rows * columns * Math.min(images, u.batch))
    for (let first = 0; first < u.batch; first += images) {
      const count = Math.min(images, u.batch - first)
      visit(first, count, { at, rows: count * rows, columns })
    }
  }

  /** Unfolds or folds images, which lie one after another, like their rows. */
  function move(
    kernel: 'fold' | 'unfold',
    u: Unfolding,
    { images, image, matrix }: { images: number; image: number; matrix: number },
  ): void {
    const { height: down, width: across, rows, columns } = smallImage({ ...u, batch: 1 })
    const { height, width, channels, stride, padding } = u
    const sizes = { height, width, channels, kernel: u.kernel, stride, padding, down, across }
    context.share(kernel, images, (first, count) => ({
      image: image + 4 * first * height * width * channels,
      matrix: matrix + 4 * first * rows * columns,
      ...{ images: count, ...sizes },
    }))
  }

  const filterMatrix = (filter: TensorInfo): Matrix => {
    const [kernel, , inputs, outputs] = filter.shape as Images
    return { at: context.at(filter), rows: kernel * kernel * inputs, columns: outputs }
  }

  return {
    conv2d({ x, filter, bias }, { stride, padding }) {
      const [batch, height, width, channels] = x.shape as Images
      const [kernel, , , outputs] = filter.shape as Images
      const unfolding = { batch, height, width, channels, kernel, stride, padding }
      const small = smallImage(unfolding)
      const y = context.make(batch, small.height, small.width, outputs)
      const [imageSize, placeCount] = [height * width * channels, small.height * small.width]
      eachChunk(unfolding, (first, count, matrix) => {
        const image = context.at(x) + 4 * first * imageSize
        move('unfold', unfolding, { images: count, image, matrix: matrix.at })
        const result = context.at(y) + 4 * first * placeCount * outputs
        const start = bias === undefined ? {} : { bias: context.at(bias) }
        context.multiply(matrix, filterMatrix(filter), { result, ...start })
      })
      return y
    },
    conv2dTranspose({ x, filter, bias }, { stride, padding, height, width }) {
      const [batch, down, across, inputs] = x.shape as Images
      const [kernel, , channels] = filter.shape as Images
      const unfolding = { batch, height, width, channels, kernel, stride, padding }
      const y = context.make(batch, height, width, channels)
      const row = bias === undefined ? 0 : context.at(bias)
      const pixels = { rows: batch * height * width, columns: channels }
      context.call('fillRows', { x: context.at(y), row, ...pixels })
      eachChunk(unfolding, (first, count, matrix) => {
        const at = context.at(x) + 4 * first * down * across * inputs
        const places = { at, rows: matrix.rows, columns: inputs }
        const turned = { ...filterMatrix(filter), turned: true }
        context.multiply(places, turned, { result: matrix.at })
        const image = context.at(y) + 4 * first * height * width * channels
        move('fold', unfolding, { images: count, image, matrix: matrix.at })
      })
      return y
    },
    conv2dFilterGradient({ large, small }, { stride, padding, kernel }) {
      const [batch, height, width, channels] = large.shape as Images
      const [, down, across, outputs] = small.shape as Images
      const unfolding = { batch, height, width, channels, kernel, stride, padding }
      const gradient = context.make(kernel, kernel, channels, outputs)
      eachChunk(unfolding, (first, count, matrix) => {
        const image = context.at(large) + 4 * first * height * width * channels
        move('unfold', unfolding, { images: count, image, matrix: matrix.at })
        const at = context.at(small) + 4 * first * down * across * outputs
        const places = { at, rows: matrix.rows, columns: outputs }
        const to = { result: context.at(gradient), accumulate: first > 0 }
        context.multiply({ ...matrix, turned: true }, places, to)
      })
      return gradient
    },
  } satisfies KernelTable
}
