import type { Tensor } from '@tensorflow/tfjs-core'
import type { Feeds, NamedVariable, Step } from '../../engine'
import { feedTensors } from '../../feeds'
import type { TensorflowBackend } from '../binding'
import { record } from './record'
import type { Trace } from './recorded-step'

/** Runs the step once, op by op, and records it. */
export function traceStep(
  backend: TensorflowBackend,
  step: Step,
  variables: readonly NamedVariable[],
  feeds: Feeds,
): Omit<Trace, 'prefix'> {
  const idOf = (value: Tensor): number => backend.getInputTensorIds([value])[0] as number
  const traced = (what: string) => (name: string, value: Tensor) => ({
    name,
    id: idOf(value),
    dtype: dtypeOf(backend, value, `${what} ${name}`),
    shape: [...value.shape],
  })
  const before = variables.map(({ name, variable }) => traced('the variable')(name, variable))
  const inputs = feedTensors(feeds)
  const fed = Object.entries(inputs).map(([name, input]) => traced('the input')(name, input))
  const { value, recording } = record(backend, () => {
    const results = Object.entries(step(inputs))
    const outputs = results.map(([name, output]) => traced('the output')(name, output))
    // Only now: a value made from JavaScript numbers is moved to the addon here.
    return { outputs, idsAfter: variables.map(({ variable }) => idOf(variable)) }
  })
  return {
    recording,
    variables: before.map(({ id, ...rest }, i) => ({
      ...rest,
      idBefore: id,
      idAfter: value.idsAfter[i] as number,
    })),
    feeds: fed,
    outputs: value.outputs,
  }
}

/** @throws Error that names a tensor that is neither float32 nor int32 */
export function dtypeOf({ binding }: TensorflowBackend, { dtype }: Tensor, what: string): number {
  if (dtype === 'int32') return binding.TF_INT32
  if (dtype === 'float32') return binding.TF_FLOAT
  throw new Error(`${what} is ${dtype}; a compiled step takes float32 and int32: cast it`)
}
