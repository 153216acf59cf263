import { tidy } from '@tensorflow/tfjs-core'
import type { CompiledSteps, Feed, Feeds, NamedVariable, TensorData } from '../../engine'
import type { TensorflowBackend, TensorflowBinding } from '../binding'
import { endName, inputName, outputName } from './emit'
import type { GraphSession } from './graph-session'
import type { Trace } from './recorded-step'

/** Runs a loaded graph as steps over the variables. */
export function replaySteps(
  backend: TensorflowBackend,
  session: GraphSession,
  variables: readonly NamedVariable[],
  traceOf: (step: string, feeds: Feeds) => Trace,
): CompiledSteps {
  const { binding } = backend
  return {
    run(step, feeds, outputs) {
      const trace = traceOf(step, feeds)
      refuseUnknown(step, trace, outputs)
      const inputs = new Map<string, number>()
      try {
        for (const [name, feed] of Object.entries(feeds)) {
          inputs.set(inputName(trace, name), createTensor(binding, name, feed))
        }
        const names = outputs.map((name) => outputName(trace, name))
        const fetched = session
          .run(inputs, names.length === 0 ? [endName(trace)] : names)
          .map(({ id }) => readAndDelete(binding, id))
        return Object.fromEntries(outputs.map((name, i) => [name, fetched[i] as TensorData]))
      } finally {
        for (const id of inputs.values()) binding.deleteTensor(id)
      }
    },
    pullVariables: () =>
      tidy(() => {
        const fetched = session.run(
          new Map(),
          variables.map((_, i) => `get${i}`),
        )
        variables.forEach(({ variable }, i) => {
          const metadata = fetched[i]
          if (metadata !== undefined) variable.assign(backend.createOutputTensor(metadata))
        })
      }),
    pushVariables: () => {
      const ids = backend.getInputTensorIds(variables.map(({ variable }) => variable))
      const feeds = new Map(ids.map((id, i) => [`feed${i}`, id]))
      for (const { id } of session.run(feeds, ['pushed'])) binding.deleteTensor(id)
    },
    dispose: () => session.dispose(),
  }
}

function refuseUnknown(step: string, trace: Trace, outputs: readonly string[]): void {
  for (const wanted of outputs) {
    if (!trace.outputs.some(({ name }) => name === wanted)) {
      throw new Error(`the step ${step} has no output ${wanted}`)
    }
  }
}

/** TensorFlow itself checks neither the size nor the dtype of a graph's feeds. */
function createTensor(binding: TensorflowBinding, name: string, { shape, data }: Feed): number {
  const size = shape.reduce((a, b) => a * b, 1)
  if (data.length !== size) {
    throw new Error(`input ${name} has ${data.length} numbers for the shape [${shape.join()}]`)
  }
  const dtype = data instanceof Int32Array ? binding.TF_INT32 : binding.TF_FLOAT
  return binding.createTensor([...shape], dtype, data)
}

function readAndDelete(binding: TensorflowBinding, id: number): TensorData {
  try {
    // A trace's outputs are float32 or int32.
    return binding.tensorDataSync(id) as TensorData
  } finally {
    binding.deleteTensor(id)
  }
}
