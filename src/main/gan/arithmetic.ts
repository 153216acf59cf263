import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Arithmetic } from '../../contract/recipe/arithmetic'

/** The arithmetic of losses and metrics on tensors, differentiable. */
export const arithmetic: Arithmetic<Tensor> = {
  add: (a, b) => tf.add(a, b),
  sub: (a, b) => tf.sub(a, b),
  mul: (a, b) => tf.mul(a, b),
  div: (a, b) => tf.div(a, b),
  neg: (x) => tf.neg(x),
  scale: (x, factor) => tf.mul(x, factor),
  shift: (x, amount) => tf.add(x, amount),
  square: (x) => tf.square(x),
  sqrt: (x) => tf.sqrt(x),
  abs: (x) => tf.abs(x),
  exp: (x) => tf.exp(x),
  log: (x) => tf.log(x),
  relu: (x) => tf.relu(x),
  sigmoid: (x) => tf.sigmoid(x),
  softplus: (x) => tf.softplus(x),
  isPositive: (x) => tf.cast(tf.greater(x, 0), 'float32'),
  mean: (x) => tf.mean(x),
}
