import { add, mul } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Feed, Feeds, NamedVariable, StepExamples } from '../../engine'
import { inScope } from '../../in-scope'
import type { TensorflowBackend } from '../binding'
import { refuseDifference } from './compare-traces'
import { dtypeOf, traceStep } from './trace'
import type { Trace } from './recorded-step'

/**
 * Records a step twice, changing the values of feeds and variables and advancing the host's
 * counters in between, and rejects the step if the recordings differ: what differs would be
 * silently frozen into the graph. Variables and counters are restored afterwards.
 *
 * @param prefix of the names of the trace's nodes
 */
export function traceTwice(
  backend: TensorflowBackend,
  { step, advance }: StepExamples,
  variables: readonly NamedVariable[],
  feeds: Feeds,
  prefix: string,
): Trace {
  const take = (feeds: Feeds, prepare: (variable: NamedVariable) => Tensor): Trace =>
    withValues(variables, prepare, () => ({
      prefix,
      ...traceStep(backend, step, variables, feeds),
    }))
  const first = take(feeds, (variable) => separated(backend, variable))
  const goBack = advance?.()
  try {
    const second = take(otherFeeds(feeds), (variable) => otherValue(backend, variable))
    refuseDifference(backend.binding, first, second)
    return first
  } finally {
    goBack?.()
  }
}

/** Runs some work with other values in the variables. */
function withValues<T>(
  variables: readonly NamedVariable[],
  valueFor: (variable: NamedVariable) => Tensor,
  work: () => T,
): T {
  return inScope(() => {
    const saved = variables.map(({ variable }) => variable.clone())
    try {
      for (const named of variables) named.variable.assign(valueFor(named))
      return work()
    } finally {
      variables.forEach(({ variable }, i) => variable.assign(saved[i] as Tensor))
    }
  })
}

/**
 * Copies a variable's value to a separate tensor of the addon: variables that begin as copies of
 * each other share one tensor, and could not be distinguished by its id.
 */
function separated(backend: TensorflowBackend, { name, variable }: NamedVariable): Tensor {
  const { TF_ATTR_TYPE } = backend.binding
  const value = dtypeOf(backend, variable, `the variable ${name}`)
  const attributes = [{ name: 'T', type: TF_ATTR_TYPE, value }]
  return backend.executeSingleOutput('Identity', attributes, [variable]) as Tensor
}

/** Integers may be indices, so they keep their values. */
function otherValue(backend: TensorflowBackend, variable: NamedVariable): Tensor {
  const value = separated(backend, variable)
  return value.dtype === 'int32' ? value : add(mul(value, 0.5), 0.25)
}

const otherFeeds = (feeds: Feeds): Feeds =>
  Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, otherFeed(feed)]))

/**
 * Within the range of the existing values: integers may be indices, and fractions probabilities.
 */
function otherFeed({ shape, data }: Feed): Feed {
  if (data instanceof Float32Array) return { shape, data: data.map((value) => value / 2 + 0.25) }
  let [low, high] = [Infinity, -Infinity]
  for (const value of data) [low, high] = [Math.min(low, value), Math.max(high, value)]
  return { shape, data: data.map((value) => low + high - value) }
}
