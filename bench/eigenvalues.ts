import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { RandomStream } from '../src/main/gan/random/random'
import { lowerGram } from '../src/main/metrics/linear/gram'
import type { Rows } from '../src/main/metrics/linear/rows'
import { symmetricEigenvalues } from '../src/main/metrics/linear/symmetric-eigenvalues'

/*
 * Processor time for the eigenvalues of a covariance, by the studio's own code and by ml-matrix, and
 * the largest difference relative to the largest eigenvalue.
 * `node bench/run.mjs eigenvalues [size …]`
 */

const SIZES = [64, 256, 512]

export function main(args: string[]): Promise<void> {
  const sizes = args.length > 0 ? args.map(Number) : SIZES
  // A first run, for the compiler to warm up.
  compare(covariance(128))
  for (const size of sizes) {
    const { ours, library, difference } = compare(covariance(size))
    process.stdout.write(
      `${size}: ${ours.toFixed(3)} s, ml-matrix ${library.toFixed(3)} s ` +
        `(${(library / ours).toFixed(1)} times), difference ${difference.toExponential(1)}\n`,
    )
  }
  return Promise.resolve()
}

/** A covariance of somewhat more random images than features. */
function covariance(size: number): Rows {
  const images = Math.ceil(1.2 * size)
  const values = new Float32Array(size * images)
  RandomStream.seeded(1, 'covariance').fillNormal(values)
  const data = Float64Array.from(values, (value) => value / Math.sqrt(images))
  const matrix = lowerGram({ data, count: size, dim: images })
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) matrix.data[j * size + i] = matrix.data[i * size + j] as number
  }
  return matrix
}

function compare(matrix: Rows): { ours: number; library: number; difference: number } {
  const other = Matrix.from1DArray(matrix.count, matrix.count, [...matrix.data])
  const [values, ours] = timed(() => symmetricEigenvalues(matrix))
  const [{ realEigenvalues }, library] = timed(
    () => new EigenvalueDecomposition(other, { assumeSymmetric: true }),
  )
  const wanted = realEigenvalues.sort((a, b) => a - b)
  const largest = wanted.at(-1) ?? NaN
  const errors = wanted.map((value, i) => Math.abs(value - (values[i] ?? NaN)) / largest)
  return { ours, library, difference: Math.max(...errors) }
}

/** The result, and the seconds of processor time. */
function timed<T>(work: () => T): [T, number] {
  const before = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(before)
  return [result, (user + system) / 1e6]
}
