import { engine, fused, matMul, reshape, Tensor, tidy, transpose } from '@tensorflow/tfjs-core'
import type { Tensor1D, Tensor2D, TensorInfo } from '@tensorflow/tfjs-core'
import type { KernelTable } from '../register-kernels'
import { foldLoop, smallImage, unfoldLoop } from './conv-loops'
import type { Unfolding } from './conv-loops'
import type { HostMemory } from './memory'

type Images = [number, number, number, number]

/**
 * Convolutions for engines whose memory JavaScript can reach: unfolded to matrix products,
 * which the backend computes.
 */
export function hostConvKernels({ view, allocate, borrow }: HostMemory) {
  /** A tensor that the enclosing tidy disposes of. */
  const scratch = (shape: readonly number[]): Tensor => {
    const info = allocate(shape)
    return info instanceof Tensor
      ? info
      : engine().makeTensorFromDataId(info.dataId, [...shape], 'float32')
  }
  const unfolded = (images: TensorInfo, unfolding: Unfolding): Tensor2D => {
    const { rows, columns } = smallImage(unfolding)
    const out = scratch([rows, columns]) as Tensor2D
    unfoldLoop(view(images), unfolding, view(out))
    return out
  }
  const matrix = (x: TensorInfo, columns: number): Tensor2D =>
    reshape(borrow(x) as Tensor, [-1, columns])

  return {
    conv2d: ({ x, filter, bias }, { stride, padding }) =>
      tidy(() => {
        const [batch, height, width, channels] = x.shape as Images
        const [kernel, , , outputs] = filter.shape as Images
        const unfolding = { batch, height, width, channels, kernel, stride, padding }
        const small = smallImage(unfolding)
        const y = fused.matMul({
          a: unfolded(x, unfolding),
          b: matrix(filter, outputs),
          ...(bias === undefined ? {} : { bias: borrow(bias) as Tensor as Tensor1D }),
        })
        return reshape(y, [batch, small.height, small.width, outputs])
      }),
    conv2dTranspose: ({ x, filter, bias }, { stride, padding, height, width }) =>
      tidy(() => {
        const batch = x.shape[0] as number
        const [kernel, , channels, inputs] = filter.shape as Images
        const unfolding = { batch, height, width, channels, kernel, stride, padding }
        const rows = matMul(matrix(x, inputs), transpose(matrix(filter, inputs)))
        const y = scratch([batch, height, width, channels])
        const target = view(y)
        fillWith(bias === undefined ? undefined : view(bias), target)
        foldLoop(view(rows), unfolding, target)
        return y
      }),
    conv2dFilterGradient: ({ large, small }, { stride, padding, kernel }) =>
      tidy(() => {
        const [batch, height, width, channels] = large.shape as Images
        const outputs = small.shape[3] as number
        const unfolding = { batch, height, width, channels, kernel, stride, padding }
        const dy = transpose(matrix(small, outputs))
        const gradient = transpose(matMul(dy, unfolded(large, unfolding)))
        return reshape(gradient, [kernel, kernel, channels, outputs])
      }),
  } satisfies KernelTable
}

/** Fills `target` with repetitions of `values`, or with zeros. */
function fillWith(values: Float32Array | undefined, target: Float32Array): void {
  if (values === undefined) target.fill(0)
  else for (let i = 0; i < target.length; i += values.length) target.set(values, i)
}
