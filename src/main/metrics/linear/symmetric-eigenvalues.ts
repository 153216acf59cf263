import type { Rows } from './rows'

/*
 * Eigenvalues without eigenvectors, in two steps: Householder reflections make the matrix
 * tridiagonal, then implicit QL rotations make it diagonal (Golub and Van Loan, Matrix
 * Computations, 8.3). For 2,048 features, this takes about a ninth of the time of ml-matrix's full
 * decomposition; DECISIONS.md has the figures of other libraries.
 */

/** A symmetric tridiagonal matrix: its diagonal, and the entries below it, from index 1. */
interface Tridiagonal {
  diagonal: Float64Array
  below: Float64Array
}

/**
 * The eigenvalues of a symmetric matrix, ascending. Their error is a few rounding errors of the
 * largest absolute eigenvalue, so small eigenvalues of a semidefinite matrix may come out slightly
 * negative.
 *
 * @param matrix square and finite; only its lower triangle is read
 */
export function symmetricEigenvalues(matrix: Rows): Float64Array {
  const { data, count } = matrix
  const largest = data.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0)
  if (largest === 0) return new Float64Array(count)
  // Squares of very large or small entries would otherwise overflow or underflow.
  const scaled = data.map((entry) => entry / largest)
  const values = diagonalise(tridiagonalise(scaled, count))
  return values.map((value) => value * largest).sort()
}

/** Reduces `a` [n, n] to tridiagonal form; overwrites its lower triangle. */
function tridiagonalise(a: Float64Array, n: number): Tridiagonal {
  const diagonal = new Float64Array(n)
  const below = new Float64Array(n)
  const vector = new Float64Array(n)
  const product = new Float64Array(n)
  for (let k = n - 1; k > 0; k--) {
    const row = a.subarray(k * n, k * n + k)
    diagonal[k] = a[k * n + k] as number
    const last = row[k - 1] as number
    const rest = row.subarray(0, k - 1).reduce((sum, entry) => sum + entry * entry, 0)
    below[k] = last
    if (rest === 0) continue
    const length = Math.sqrt(rest + last * last)
    // The sign that avoids cancellation.
    below[k] = last > 0 ? -length : length
    vector.set(row)
    vector[k - 1] = last - (below[k] as number)
    const half = length * (length + Math.abs(last))
    reflect({ a, n, size: k, vector, product, half })
  }
  diagonal[0] = a[0] as number
  return { diagonal, below }
}

interface Reflection {
  a: Float64Array
  n: number
  /** Rows and columns to which the reflection applies. */
  size: number
  vector: Float64Array
  /** Scratch memory. */
  product: Float64Array
  /** Half the squared length of the vector. */
  half: number
}

/** a <- H a H, where H = 1 - v vᵀ / half. */
function reflect({ a, n, size, vector, product, half }: Reflection): void {
  multiply({ a, n, size, vector, product })
  let along = 0
  for (let i = 0; i < size; i++) {
    product[i] = (product[i] as number) / half
    along += (product[i] as number) * (vector[i] as number)
  }
  along /= 2 * half
  for (let i = 0; i < size; i++) {
    product[i] = (product[i] as number) - along * (vector[i] as number)
  }
  for (let i = 0; i < size; i++) {
    const v = vector[i] as number
    const p = product[i] as number
    const row = i * n
    for (let j = 0; j <= i; j++) {
      a[row + j] = (a[row + j] as number) - v * (product[j] as number) - p * (vector[j] as number)
    }
  }
}

/** product <- a vector, from the lower triangle. */
function multiply({ a, n, size, vector, product }: Omit<Reflection, 'half'>): void {
  product.fill(0, 0, size)
  for (let i = 0; i < size; i++) {
    const row = i * n
    const v = vector[i] as number
    let sum = 0
    for (let j = 0; j < i; j++) {
      const entry = a[row + j] as number
      sum += entry * (vector[j] as number)
      product[j] = (product[j] as number) + entry * v
    }
    product[i] = (product[i] as number) + sum + (a[row + i] as number) * v
  }
}

/** Sweeps per eigenvalue; usually 2 or 3. */
const MOST_SWEEPS = 60

/** The eigenvalues of a tridiagonal matrix, which is overwritten. */
function diagonalise({ diagonal, below }: Tridiagonal): Float64Array {
  const n = diagonal.length
  // `above[i]` is the off-diagonal entry that couples i and i + 1.
  const above = new Float64Array(n)
  above.set(below.subarray(1))
  let norm = 0
  for (let i = 0; i < n; i++) {
    norm = Math.max(norm, Math.abs(diagonal[i] as number) + Math.abs(above[i] as number))
  }
  // Smaller couplings are within the error that the reflections leave.
  const negligible = norm * (Number.EPSILON / 2)
  for (let first = 0; first < n; first++) {
    for (let sweep = 0; ; sweep++) {
      let end = first
      while (end < n - 1 && Math.abs(above[end] as number) > negligible) end++
      if (end === first) break
      if (sweep === MOST_SWEEPS) throw new Error('the eigenvalues did not converge')
      rotate(diagonal, above, first, end)
    }
  }
  return diagonal
}

/** One implicit QL sweep over the unreduced block from `first` to `end`, with Wilkinson's shift. */
function rotate(d: Float64Array, e: Float64Array, first: number, end: number): void {
  const coupling = e[first] as number
  const ratio = ((d[first + 1] as number) - (d[first] as number)) / (2 * coupling)
  const root = Math.hypot(ratio, 1)
  const shift = (d[first] as number) - coupling / (ratio + (ratio < 0 ? -root : root))
  let [cosine, sine, moved] = [1, 1, 0]
  let bulge = (d[end] as number) - shift
  for (let i = end - 1; i >= first; i--) {
    const f = sine * (e[i] as number)
    const b = cosine * (e[i] as number)
    const length = Math.hypot(f, bulge)
    e[i + 1] = length
    if (length === 0) {
      // The block has split; the next sweep starts over.
      d[i + 1] = (d[i + 1] as number) - moved
      e[end] = 0
      return
    }
    sine = f / length
    cosine = bulge / length
    const before = (d[i + 1] as number) - moved
    const turned = ((d[i] as number) - before) * sine + 2 * cosine * b
    moved = sine * turned
    d[i + 1] = before + moved
    bulge = cosine * turned - b
  }
  d[first] = (d[first] as number) - moved
  e[first] = bulge
  e[end] = 0
}
