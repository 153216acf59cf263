/*
 * Losses and metrics are written once, independent of how numbers are stored: the training step
 * passes tensors, tests and explanations pass plain arrays.
 */

/**
 * The operations that losses and metrics are written in, for tensors of type T. Every operation is
 * element-wise and differentiable unless stated otherwise. Two operands have the same shape, or one
 * is a scalar, applied to each element of the other.
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
  /** log(1 + e^x), accurate even where e^x would overflow or underflow. */
  softplus(x: T): T
  /** 1 where x > 0, else 0. Its gradient is zero everywhere. */
  isPositive(x: T): T
  /** The mean of all elements, a scalar. */
  mean(x: T): T
}
