import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../gan/random/random'
import { products } from './products'
import type { Rows } from './rows'
import { semidefiniteFactor } from './semidefinite-factor'
import { squaredDistances } from './squared-distances'
import { symmetricEigenvalues } from './symmetric-eigenvalues'

/* Eigenvalues agree with ml-matrix, an independent implementation, on matrices of every shape. */

function randomRows(count: number, dim: number, seed: number): Rows {
  const values = new Float32Array(count * dim)
  RandomStream.seeded(seed, 'rows').fillNormal(values)
  return { data: Float64Array.from(values), count, dim }
}

function product(a: Rows, b: Rows): Rows {
  const data = new Float64Array(a.count * b.count)
  products(a, b, data)
  return { data, count: a.count, dim: b.count }
}

const square = (size: number, entry: (i: number, j: number) => number): Rows => ({
  data: Float64Array.from({ length: size * size }, (_, at) =>
    entry(Math.floor(at / size), at % size),
  ),
  count: size,
  dim: size,
})

const largest = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0)

/** Eigenvalues by ml-matrix, ascending. */
const known = ({ data, count }: Rows): number[] =>
  new EigenvalueDecomposition(Matrix.from1DArray(count, count, [...data]), {
    assumeSymmetric: true,
  }).realEigenvalues.sort((a, b) => a - b)

/** A symmetric matrix that is not semidefinite. */
function indefinite(size: number, seed: number): Rows {
  const { data } = randomRows(size, size, seed)
  return square(size, (i, j) => data[Math.max(i, j) * size + Math.min(i, j)] as number)
}

const gram = (count: number, dim: number, seed: number): Rows => {
  const rows = randomRows(count, dim, seed)
  return product(rows, rows)
}

/** Variances over 24 orders of magnitude, as of features that are rarely active. */
function graded(size: number): Rows {
  const rows = randomRows(size, size, 9)
  rows.data.forEach((value, at) => {
    rows.data[at] = value * 10 ** ((-12 * Math.floor(at / size)) / size)
  })
  return product(rows, rows)
}

const scaled = ({ data, ...size }: Rows, factor: number): Rows => ({
  ...size,
  data: data.map((value) => value * factor),
})

const matrices: readonly (readonly [string, Rows])[] = [
  ...[1, 2, 3, 4, 7, 16, 33, 64].flatMap((size) => [
    [`an indefinite matrix of ${size}`, indefinite(size, size)] as const,
    [`a covariance of ${size}`, gram(size, size + 20, size)] as const,
  ]),
  ['a covariance of rank 5 of 40', gram(40, 5, 1)],
  ['a covariance of rank 1', gram(30, 1, 2)],
  ['the identity', square(20, (i, j) => (i === j ? 1 : 0))],
  ['a matrix of ones', square(25, () => 1)],
  ['a diagonal matrix', square(15, (i, j) => (i === j ? (i % 4) - 1 : 0))],
  ['two equal halves', square(24, (i, j) => (Math.floor(i / 12) === Math.floor(j / 12) ? 3 : 0))],
  ['a tridiagonal matrix', square(30, (i, j) => (Math.abs(i - j) <= 1 ? 1 + i + j : 0))],
  ['a zero diagonal', square(31, (i, j) => (Math.abs(i - j) === 1 ? 1 : 0))],
  ['variances of very different sizes', graded(48)],
  ['a matrix of 200', gram(200, 210, 4)],
  ['a covariance of 256 features', gram(256, 300, 6)],
]

describe('the eigenvalues of', () => {
  it.each(matrices)('%s', (_, matrix) => {
    const values = symmetricEigenvalues(matrix)
    const wanted = known(matrix)
    expect(values).toHaveLength(matrix.count)
    const scale = largest(wanted)
    const errors = wanted.map((value, i) => Math.abs((values[i] ?? NaN) - value) / scale)
    expect(largest(errors)).toBeLessThan(1e-14 * Math.sqrt(matrix.count))
    expect([...values].every(Number.isFinite)).toBe(true)
  })

  it.each([2 ** 1000, 2 ** -1000])('a matrix scaled by %f are scaled by it', (factor) => {
    const matrix = gram(12, 20, 3)
    const values = symmetricEigenvalues(matrix).map((value) => value * factor)
    expect(symmetricEigenvalues(scaled(matrix, factor))).toEqual(values)
  })

  it('a matrix of zeros are 0', () => {
    expect(symmetricEigenvalues(square(5, () => 0))).toEqual(new Float64Array(5))
  })

  it('a matrix are computed without changing it', () => {
    const matrix = gram(9, 9, 5)
    const before = matrix.data.slice()
    symmetricEigenvalues(matrix)
    expect(matrix.data).toEqual(before)
  })
})

describe('the factor of', () => {
  it.each([
    ['a covariance', gram(40, 60, 1), 40],
    ['a covariance of rank 7', gram(40, 7, 2), 7],
    ['a matrix of ones', square(10, () => 1), 1],
    ['zeros', square(6, () => 0), 0],
    ['the identity', square(6, (i, j) => (i === j ? 1 : 0)), 6],
  ])('%s has its rank, and its square is the matrix', (_, matrix, rank) => {
    const factor = semidefiniteFactor(matrix)
    expect(factor.count).toBe(rank)
    const scale = largest(matrix.data) || 1
    const again = square(matrix.dim, (i, j) => {
      let sum = 0
      for (let k = 0; k < rank; k++) {
        sum += (factor.data[k * matrix.dim + i] ?? 0) * (factor.data[k * matrix.dim + j] ?? 0)
      }
      return sum
    })
    const errors = again.data.map((value, at) => (value - (matrix.data[at] as number)) / scale)
    expect(largest(errors)).toBeLessThan(1e-13)
  })
})

describe.each([
  ['products', products, (x: number, y: number) => x * y],
  ['squared distances', squaredDistances, (x: number, y: number) => (x - y) ** 2],
])('%s of rows', (_, table, term) => {
  it.each([
    [1, 1, 1],
    [2, 4, 3],
    [3, 5, 7],
    [5, 3, 2],
    [8, 8, 1],
    [1, 9, 4],
    [17, 13, 10],
  ])('are those of each pair, of %i and %i rows of %i', (m, n, dim) => {
    const [a, b] = [randomRows(m, dim, 1), randomRows(n, dim, 2)]
    const found = new Float64Array(m * n)
    table(a, b, found)
    const wanted = Float64Array.from({ length: m * n }, (_none, at) => {
      const [i, j] = [Math.floor(at / n), at % n]
      let sum = 0
      for (let k = 0; k < dim; k++) {
        sum += term(a.data[i * dim + k] as number, b.data[j * dim + k] as number)
      }
      return sum
    })
    // Exactly equal: a pair's entry does not depend on the tile that it is in.
    expect(found).toEqual(wanted)
  })
})
