import { fillPairs } from './rows'
import type { Entries, Rows } from './rows'

/** Computes eight entries at once, so that each number that is read is used several times. */
const tile: Entries = (a, i, b, j, out) => {
  const { dim } = a
  const [x, y] = [a.data, b.data]
  const x0 = i * dim
  const x1 = x0 + dim
  const y0 = j * dim
  const y1 = y0 + dim
  const y2 = y1 + dim
  const y3 = y2 + dim
  let [s00, s01, s02, s03] = [0, 0, 0, 0]
  let [s10, s11, s12, s13] = [0, 0, 0, 0]
  for (let k = 0; k < dim; k++) {
    const p0 = x[x0 + k] as number
    const p1 = x[x1 + k] as number
    const q0 = y[y0 + k] as number
    const q1 = y[y1 + k] as number
    const q2 = y[y2 + k] as number
    const q3 = y[y3 + k] as number
    s00 += p0 * q0
    s01 += p0 * q1
    s02 += p0 * q2
    s03 += p0 * q3
    s10 += p1 * q0
    s11 += p1 * q1
    s12 += p1 * q2
    s13 += p1 * q3
  }
  const above = i * b.count + j
  const below = above + b.count
  out[above] = s00
  out[above + 1] = s01
  out[above + 2] = s02
  out[above + 3] = s03
  out[below] = s10
  out[below + 1] = s11
  out[below + 2] = s12
  out[below + 3] = s13
}

const one: Entries = (a, i, b, j, out) => {
  const { dim } = a
  let sum = 0
  for (let k = 0; k < dim; k++) {
    sum += (a.data[i * dim + k] as number) * (b.data[j * dim + k] as number)
  }
  out[i * b.count + j] = sum
}

/**
 * The dot products of all rows of `a` with all rows of `b`: a bᵀ. Each is summed in the order of
 * the features, so x·y and y·x are exactly equal.
 *
 * @param out [a.count, b.count]
 */
export function products(a: Rows, b: Rows, out: Float64Array): void {
  fillPairs(a, b, out, { tile, one })
}
