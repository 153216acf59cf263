import type { AdamBetas, AdamInputs } from '../ops/adam'

/*
 * Kernels as plain loops over float32 memory, for engines whose tensors JavaScript can access. Sums
 * are kept in double precision.
 */

/** out = x where x > 0, else slope * x */
export function leakyReluLoop(x: Float32Array, slope: number, out: Float32Array): void {
  for (let i = 0; i < x.length; i++) {
    const value = x[i] as number
    out[i] = value > 0 ? value : slope * value
  }
}

/** out = dy where x > 0, else slope * dy */
export function leakyReluGradientLoop(
  dy: Float32Array,
  x: Float32Array,
  slope: number,
  out: Float32Array,
): void {
  for (let i = 0; i < x.length; i++) {
    const value = dy[i] as number
    out[i] = (x[i] as number) > 0 ? value : slope * value
  }
}

/** Sums the rows of x [rows, columns] into out [columns]. */
export function sumRowsLoop(x: Float32Array, columns: number, out: Float32Array): void {
  const sums = new Float64Array(columns)
  for (let i = 0; i < x.length; i += columns) {
    for (let c = 0; c < columns; c++) sums[c] = (sums[c] as number) + (x[i + c] as number)
  }
  out.set(sums)
}

interface BatchNormOutputs {
  y: Float32Array
  mean: Float32Array
  /** Divided by rows - 1. */
  variance: Float32Array
  /** 1 / sqrt(biased variance + epsilon), kept for the gradient. */
  inverseDeviation: Float32Array
}

/** Normalises the columns of x [rows, columns] by their own statistics. */
export function batchNormLoop(
  x: Float32Array,
  scale: Float32Array,
  offset: Float32Array,
  epsilon: number,
  out: BatchNormOutputs,
): void {
  const columns = scale.length
  const rows = x.length / columns
  const mean = new Float64Array(columns)
  const squares = new Float64Array(columns)
  for (let i = 0; i < x.length; i += columns) {
    for (let c = 0; c < columns; c++) mean[c] = (mean[c] as number) + (x[i + c] as number)
  }
  for (let c = 0; c < columns; c++) mean[c] = (mean[c] as number) / rows
  for (let i = 0; i < x.length; i += columns) {
    for (let c = 0; c < columns; c++) {
      const centred = (x[i + c] as number) - (mean[c] as number)
      squares[c] = (squares[c] as number) + centred * centred
    }
  }
  for (let c = 0; c < columns; c++) {
    const sum = squares[c] as number
    out.mean[c] = mean[c] as number
    out.variance[c] = sum / Math.max(rows - 1, 1)
    out.inverseDeviation[c] = 1 / Math.sqrt(sum / rows + epsilon)
  }
  for (let i = 0; i < x.length; i += columns) {
    for (let c = 0; c < columns; c++) {
      const normal =
        ((x[i + c] as number) - (mean[c] as number)) * (out.inverseDeviation[c] as number)
      out.y[i + c] = normal * (scale[c] as number) + (offset[c] as number)
    }
  }
}

/** The gradient of {@link batchNormLoop}; mean and inverseDeviation are its results. */
export function batchNormGradientLoop(
  dy: Float32Array,
  x: Float32Array,
  scale: Float32Array,
  kept: { mean: Float32Array; inverseDeviation: Float32Array },
  out: { dx: Float32Array; dscale: Float32Array; doffset: Float32Array },
): void {
  const { mean, inverseDeviation } = kept
  const columns = scale.length
  const rows = x.length / columns
  const sumDy = new Float64Array(columns)
  const sumDyNormal = new Float64Array(columns)
  for (let i = 0; i < x.length; i += columns) {
    for (let c = 0; c < columns; c++) {
      const d = dy[i + c] as number
      const normal = ((x[i + c] as number) - (mean[c] as number)) * (inverseDeviation[c] as number)
      sumDy[c] = (sumDy[c] as number) + d
      sumDyNormal[c] = (sumDyNormal[c] as number) + d * normal
    }
  }
  for (let i = 0; i < x.length; i += columns) {
    for (let c = 0; c < columns; c++) {
      const inverse = inverseDeviation[c] as number
      const normal = ((x[i + c] as number) - (mean[c] as number)) * inverse
      const centred =
        (dy[i + c] as number) -
        (sumDy[c] as number) / rows -
        (normal * (sumDyNormal[c] as number)) / rows
      out.dx[i + c] = (scale[c] as number) * inverse * centred
    }
  }
  out.dscale.set(sumDyNormal)
  out.doffset.set(sumDy)
}

/** One Adam update (Kingma and Ba, 2015, algorithm 1), with the bias corrections in stepSize and epsilon. */
export function adamLoop(
  from: AdamInputs<Float32Array>,
  { beta1, beta2: fixed }: AdamBetas,
  to: { parameter: Float32Array; m: Float32Array; v: Float32Array },
): void {
  const { parameter, m, v, gradient } = from
  const { parameter: toParameter, m: toM, v: toV } = to
  const stepSize = from.stepSize[0] as number
  const epsilon = from.epsilon[0] as number
  const beta2 = from.beta2?.[0] ?? fixed
  for (let i = 0; i < parameter.length; i++) {
    const g = gradient[i] as number
    const mean = beta1 * (m[i] as number) + (1 - beta1) * g
    const square = beta2 * (v[i] as number) + (1 - beta2) * g * g
    toM[i] = mean
    toV[i] = square
    toParameter[i] = (parameter[i] as number) - (stepSize * mean) / (Math.sqrt(square) + epsilon)
  }
}
