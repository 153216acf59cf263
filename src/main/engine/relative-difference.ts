import type { Feeds, TensorData } from './engine'

/** The error of two roundings, one per step, relative to a float32's own size. */
const RESOLUTION = 2 ** -23

/**
 * How far values are from the expected ones, relative to how far those moved: 0 for the same bits,
 * about 1 for values that did not move. Lengths are Euclidean, to keep a few small values whose
 * signs depend on rounding from dominating. Integers that differ, and NaN where a number is
 * expected, count as infinitely far.
 *
 * @param start the values before; omitted (zeros) for an output
 */
export function relativeDifference(
  expected: TensorData,
  got: TensorData | undefined,
  start?: () => TensorData,
): number {
  if (got?.length !== expected.length) return Infinity
  if (sameBits(expected, got)) return 0
  if (expected instanceof Int32Array || got instanceof Int32Array) return Infinity
  const [size, off] = [distance(expected), distance(expected, got)]
  const beyondRounding = Math.max(0, off - RESOLUTION * size)
  if (beyondRounding === 0) return 0
  const difference = beyondRounding / distance(expected, start?.())
  return Number.isNaN(difference) ? Infinity : difference
}

function sameBits(a: TensorData, b: TensorData): boolean {
  const bytes = ({ buffer, byteOffset, byteLength }: TensorData) =>
    Buffer.from(buffer, byteOffset, byteLength)
  return a.constructor === b.constructor && bytes(a).equals(bytes(b))
}

/** Zeros, if no start is given. */
function distance(a: TensorData, b?: TensorData): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b?.[i] ?? 0)) ** 2
  return Math.sqrt(sum)
}

/** About eight times float32's resolution. */
const JITTER = 2 ** -20

/** Copies feeds, perturbing floats up and down by about as much as rounding does. */
export function jittered(feeds: Feeds): Feeds {
  const off = (data: TensorData): TensorData =>
    data instanceof Int32Array
      ? data
      : data.map((value, i) => value * (1 + (isUp(i) ? JITTER : -JITTER)))
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { shape, data }]) => [name, { shape, data: off(data) }]),
  )
}

/** A pattern that does not align with rows or columns. */
const isUp = (i: number): boolean => (Math.imul(i, 0x9e3779b1) & 0x80000000) === 0
