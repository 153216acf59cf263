import { tensor, tidy } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Feeds, Step } from '../../engine'
import type { TensorflowBackend } from '../binding'
import type { Trace } from './emit'
import { record } from './record'
import type { Recording } from './record'

/**
 * Records a step, twice, and compares the constants: a JavaScript number that differs from step
 * to step would be frozen into the graph unseen. The variables are as before afterwards.
 *
 * @param prefix begins the names of the trace's nodes
 */
export function traceTwice(
  backend: TensorflowBackend,
  step: Step,
  variables: readonly Variable[],
  feeds: Feeds,
  prefix: string,
): Trace {
  const first = traceStep(backend, step, variables, feeds, prefix)
  const second = traceStep(backend, step, variables, feeds, prefix)
  refuseFrozen(first.recording, second.recording)
  return second
}

/** tidy for what is not made of tensors. */
function inScope<T>(work: () => T): T {
  let result: { value: T } | undefined
  tidy(() => {
    result = { value: work() }
  })
  return (result as { value: T } | undefined as { value: T }).value
}

/** Takes the step once, op by op, written down; the variables are as before afterwards. */
function traceStep(
  backend: TensorflowBackend,
  step: Step,
  variables: readonly Variable[],
  feeds: Feeds,
  prefix: string,
): Trace {
  const idOf = (value: Tensor): number => backend.getInputTensorIds([value])[0] as number
  const metadata = (value: Tensor) => ({
    dtype: value.dtype === 'int32' ? backend.binding.TF_INT32 : backend.binding.TF_FLOAT,
    shape: [...value.shape],
  })
  return inScope(() => {
    const saved = variables.map((variable) => variable.clone())
    const before = variables.map(idOf)
    const inputs = Object.fromEntries(
      Object.entries(feeds).map(([name, { data, shape }]) => [name, tensor(data, [...shape])]),
    )
    const fed = Object.entries(inputs).map(([name, input]) => ({
      name,
      id: idOf(input),
      ...metadata(input),
    }))
    const { value, recording } = record(backend, () => step(inputs))
    const outputs = Object.entries(value).map(([name, output]) => ({ name, id: idOf(output) }))
    const traced = variables.map((variable, i) => ({
      ...metadata(variable),
      idBefore: before[i] as number,
      idAfter: idOf(variable),
    }))
    variables.forEach((variable, i) => variable.assign(saved[i] as Tensor))
    return { prefix, recording, variables: traced, feeds: fed, outputs }
  })
}

function refuseFrozen(first: Recording, second: Recording): void {
  const shape = ({ ops }: Recording): string =>
    ops.map((op) => (op.kind === 'adam' ? 'adam' : op.name)).join()
  if (shape(first) !== shape(second)) {
    throw new Error('the step does not do the same ops every time')
  }
  const constants = ({ constants: all }: Recording): string[] =>
    [...all.values()].map(({ bytes }) => Buffer.from(bytes).toString('base64'))
  const [a, b] = [constants(first), constants(second)]
  if (a.length !== b.length || a.some((bytes, i) => bytes !== b[i])) {
    throw new Error('the step makes a number that differs from time to time; it must be an input')
  }
}
