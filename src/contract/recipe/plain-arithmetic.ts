import type { Arithmetic } from './arithmetic'

/** A flat tensor; a single element also serves as a scalar. */
export type Numbers = Float64Array

const each = (x: Numbers, f: (value: number) => number): Numbers => x.map(f)

/** @throws RangeError if the lengths differ and neither is 1 */
function pairs(a: Numbers, b: Numbers, f: (a: number, b: number) => number): Numbers {
  if (a.length === b.length) return a.map((value, i) => f(value, b[i] ?? NaN))
  if (b.length === 1) return a.map((value) => f(value, b[0] ?? NaN))
  if (a.length === 1) return b.map((value) => f(a[0] ?? NaN, value))
  throw new RangeError(`operands of ${a.length} and ${b.length} elements do not fit together`)
}

/** Arithmetic in double precision on plain arrays: for tests and explanations. */
export const plainArithmetic: Arithmetic<Numbers> = {
  add: (a, b) => pairs(a, b, (x, y) => x + y),
  sub: (a, b) => pairs(a, b, (x, y) => x - y),
  mul: (a, b) => pairs(a, b, (x, y) => x * y),
  div: (a, b) => pairs(a, b, (x, y) => x / y),
  neg: (x) => each(x, (value) => -value),
  scale: (x, factor) => each(x, (value) => value * factor),
  shift: (x, amount) => each(x, (value) => value + amount),
  square: (x) => each(x, (value) => value * value),
  sqrt: (x) => each(x, Math.sqrt),
  abs: (x) => each(x, Math.abs),
  exp: (x) => each(x, Math.exp),
  log: (x) => each(x, Math.log),
  relu: (x) => each(x, (value) => Math.max(value, 0)),
  sigmoid: (x) => each(x, (value) => 1 / (1 + Math.exp(-value))),
  softplus: (x) => each(x, (value) => Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)))),
  isPositive: (x) => each(x, (value) => (value > 0 ? 1 : 0)),
  mean: (x) => Float64Array.of(x.reduce((sum, value) => sum + value, 0) / x.length),
}
