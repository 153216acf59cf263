/*
 * Losses and metrics are written once, for whatever holds the numbers: the training step gives
 * them tensors, tests and explanations plain arrays.
 */

/**
 * What losses and metrics are made of, over tensors of type T. Every operation is element by
 * element and differentiable, except where it says otherwise. Of two operands either both have the
 * same shape, or one is a scalar and counts for each element of the other.
 */
export interface Arithmetic<T> {
  add(a: T, b: T): T
  sub(a: T, b: T): T
  mul(a: T, b: T): T
  div(a: T, b: T): T
  neg(x: T): T
  /** x * factor */
  scale(x: T, factor: number): T
  /** x + amount */
  shift(x: T, amount: number): T
  square(x: T): T
  sqrt(x: T): T
  abs(x: T): T
  exp(x: T): T
  /** Natural logarithm. */
  log(x: T): T
  /** max(x, 0) */
  relu(x: T): T
  /** 1 / (1 + e^-x) */
  sigmoid(x: T): T
  /** log(1 + e^x), exact where e^x would overflow or vanish. */
  softplus(x: T): T
  /** 1 where x > 0, else 0. Its gradient is zero everywhere. */
  isPositive(x: T): T
  /** The mean of all elements, a scalar. */
  mean(x: T): T
}
