import { concat, slice, tidy, zeros } from '@tensorflow/tfjs-core'
import type { Tensor2D, TensorInfo } from '@tensorflow/tfjs-core'
import type { MathLibrary } from '../../../contract/engines'
import type { OpAttribute, opRunner, TensorflowBackend } from './binding'
import type { CastingRunner } from './mixed-precision'

/*
 * If the length of a row is a multiple of 2 KiB, the same column of many rows maps to the same few
 * sets of the processor's cache. A product that walks down columns then runs at half its speed, in
 * oneDNN as in Eigen. Copying the matrix with a few extra zero columns costs a quarter of what it
 * saves. If the matrix is used transposed, Eigen gains from the copy, and oneDNN loses.
 */

const EXTRA = 16
/** A row length, in floats, that makes walking down columns slow. */
const SLOW_ROW = 512
/** A slow row length for a matrix used transposed, which is read along its rows in blocks. */
const SLOW_ROW_TRANSPOSED = 1024
/** With fewer rows in the other matrix, the copy costs more than it saves. */
const LEAST_ROWS = 32

export interface Products {
  /** a [N,I] · b [I,O] -> [N,O] */
  plain(a: TensorInfo, b: TensorInfo): TensorInfo
  /** a [N,O] · b [I,O] transposed -> [N,I] */
  byTransposed(a: TensorInfo, b: TensorInfo): TensorInfo
  /** a [N,I] transposed · b [N,O] -> [I,O] */
  ofTransposed(a: TensorInfo, b: TensorInfo): TensorInfo
}

/** The products that use a wider copy. */
interface Widening {
  plain: boolean
  transposed: boolean
}

/**
 * The products that a wider copy makes faster, as measured. math: the math library; oneDNN if
 * TensorFlow chooses
 */
export const wideningFor = (
  { isUsingGpuDevice }: TensorflowBackend,
  math: MathLibrary | undefined,
): Widening => ({
  plain: !isUsingGpuDevice,
  transposed: !isUsingGpuDevice && math === 'eigen',
})

/**
 * Matrix products by TensorFlow's MatMul, each in its fastest form.
 *
 * @param casting runs products in bfloat16 where that was chosen
 */
export function matrixProducts(
  run: ReturnType<typeof opRunner>,
  widen: Widening,
  casting: CastingRunner,
): Products {
  const float32 = float32Products(run, widen)
  const product = (form: keyof Products, transposeA: boolean, transposeB: boolean) => {
    const transpose = { transpose_a: transposeA, transpose_b: transposeB }
    const attributes = (type: number): OpAttribute[] => run.attributes(['T'], transpose, type)
    return (a: TensorInfo, b: TensorInfo): TensorInfo => {
      const exact = (): TensorInfo => float32[form](a, b)
      if (isByVector(a, b)) return exact()
      return casting({ name: 'MatMul', inputs: [a, b], attributes, float32: exact })
    }
  }
  return {
    plain: product('plain', false, false),
    byTransposed: product('byTransposed', false, true),
    ofTransposed: product('ofTransposed', true, false),
  }
}

/**
 * A product with a vector is limited by memory bandwidth, so bfloat16 gains nothing. D's logits and
 * the singular vectors of spectral norm are such products, and keep their precision.
 */
const isByVector = (a: TensorInfo, b: TensorInfo): boolean => [...a.shape, ...b.shape].includes(1)

function float32Products(run: ReturnType<typeof opRunner>, widen: Widening): Products {
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

/** [rows, columns] -> [rows, columns + EXTRA], with zeros on the right */
function widened(matrix: TensorInfo): Tensor2D {
  const rows = matrix.shape[0] as number
  return concat([matrix as Tensor2D, zeros([rows, EXTRA]) as Tensor2D], 1)
}
