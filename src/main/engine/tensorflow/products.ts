import { concat, slice, tidy, zeros } from '@tensorflow/tfjs-core'
import type { Tensor2D, TensorInfo } from '@tensorflow/tfjs-core'
import type { opRunner } from './binding'

/*
 * Rows that are a multiple of 2 KiB long put the same column of many rows into the same few places
 * of the processor's cache. A product that walks down columns then runs at half its speed, in
 * oneDNN as in Eigen. A copy of the matrix with a few more columns, all zero, costs a
 * quarter of what it saves. Products with a transposed matrix read along its rows.
 */

const EXTRA = 16
/** Floats in a row that is slow to walk down. */
const SLOW_ROW = 512
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

/** Matrix products by TensorFlow's MatMul, each in the form that it is quick at. */
export function matrixProducts(
  run: ReturnType<typeof opRunner>,
  options: { widen: boolean },
): Products {
  const matMul = (a: TensorInfo, b: TensorInfo, transposeA: boolean, transposeB: boolean) =>
    run.one('MatMul', [a, b], { transpose_a: transposeA, transpose_b: transposeB }) as Tensor2D
  const isSlow = (a: TensorInfo, b: TensorInfo): boolean =>
    options.widen && (a.shape[0] as number) >= LEAST_ROWS && (b.shape[1] as number) % SLOW_ROW === 0
  return {
    plain(a, b) {
      if (!isSlow(a, b)) return matMul(a, b, false, false)
      const size = [a.shape[0], b.shape[1]] as [number, number]
      return tidy(() => slice(matMul(a, widened(b), false, false), [0, 0], size))
    },
    byTransposed: (a, b) => matMul(a, b, false, true),
    ofTransposed: (a, b) => matMul(a, b, true, false),
  }
}

/** [rows, columns] -> [rows, columns + EXTRA], with zeros at the right */
function widened(matrix: TensorInfo): Tensor2D {
  const rows = matrix.shape[0] as number
  return concat([matrix as Tensor2D, zeros([rows, EXTRA]) as Tensor2D], 1)
}
