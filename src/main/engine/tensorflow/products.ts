import { concat, slice, tidy, zeros } from '@tensorflow/tfjs-core'
import type { Tensor2D, TensorInfo } from '@tensorflow/tfjs-core'
import type { MathLibrary } from '../../../contract/engines'
import type { opRunner, TensorflowBackend } from './binding'

/*
 * Rows that are a multiple of 2 KiB long put the same column of many rows into the same few places
 * of the processor's cache. A product that walks down columns then runs at half its speed, in
 * oneDNN as in Eigen. A copy of the matrix with a few more columns, all zero, costs a
 * quarter of what it saves. Where the matrix is used transposed, Eigen gains from it, and oneDNN
 * loses.
 */

const EXTRA = 16
/** Floats in a row that is slow to walk down. */
const SLOW_ROW = 512
/** The same where the matrix is used transposed, and read along its rows in blocks. */
const SLOW_ROW_TRANSPOSED = 1024
/** With fewer rows in the other matrix the copy would cost more than it saves. */
const LEAST_ROWS = 32

export interface Products {
  /** a [N,I] · b [I,O] -> [N,O] */
  plain(a: TensorInfo, b: TensorInfo): TensorInfo
  /** a [N,O] · b [I,O] transposed -> [N,I] */
  byTransposed(a: TensorInfo, b: TensorInfo): TensorInfo
  /** a [N,I] transposed · b [N,O] -> [I,O] */
  ofTransposed(a: TensorInfo, b: TensorInfo): TensorInfo
}

/** Which products go by way of a wider copy. */
interface Widening {
  plain: boolean
  transposed: boolean
}

/** What was measured to be quick. math: the processor's library; oneDNN where TensorFlow chooses */
export const wideningFor = (
  { isUsingGpuDevice }: TensorflowBackend,
  math: MathLibrary | undefined,
): Widening => ({
  plain: !isUsingGpuDevice,
  transposed: !isUsingGpuDevice && math === 'eigen',
})

/** Matrix products by TensorFlow's MatMul, each in the form that it is quick at. */
export function matrixProducts(run: ReturnType<typeof opRunner>, widen: Widening): Products {
  const matMul = (a: TensorInfo, b: TensorInfo, transposeA: boolean, transposeB: boolean) =>
    run.one('MatMul', [a, b], { transpose_a: transposeA, transpose_b: transposeB }) as Tensor2D
  const isSlow = (a: TensorInfo, b: TensorInfo, row: number): boolean =>
    (a.shape[0] as number) >= LEAST_ROWS && (b.shape[1] as number) % row === 0
  return {
    plain(a, b) {
      if (!widen.plain || !isSlow(a, b, SLOW_ROW)) return matMul(a, b, false, false)
      const size = [a.shape[0], b.shape[1]] as [number, number]
      return tidy(() => slice(matMul(a, widened(b), false, false), [0, 0], size))
    },
    byTransposed(a, b) {
      const slow = widen.transposed && isSlow(a, b, SLOW_ROW_TRANSPOSED)
      if (!slow) return matMul(a, b, false, true)
      return tidy(() => matMul(widened(a), widened(b), false, true))
    },
    ofTransposed: (a, b) => matMul(a, b, true, false),
  }
}

/** [rows, columns] -> [rows, columns + EXTRA], with zeros at the right */
function widened(matrix: TensorInfo): Tensor2D {
  const rows = matrix.shape[0] as number
  return concat([matrix as Tensor2D, zeros([rows, EXTRA]) as Tensor2D], 1)
}
