import { tidy } from '@tensorflow/tfjs-core'
import type { Variable } from '@tensorflow/tfjs-core'
import type { CompiledStep, Feeds, Step } from '../../engine'
import type { TensorflowBackend } from '../binding'
import { emitTrace, handleName } from './emit'
import type { Trace } from './emit'
import type { GraphNode } from './graph-def'
import { openGraphSession } from './graph-session'
import type { GraphSession } from './graph-session'
import { traceTwice } from './trace'

/**
 * Compiles a tfjs step into one TensorFlow graph: records it op by op, writes the record as a
 * graph whose variables live in TensorFlow, and replays that with one call a step.
 */
export function compileStep(
  backend: TensorflowBackend,
  step: Step,
  variables: readonly Variable[],
  examples: readonly Feeds[],
): CompiledStep {
  const traces = new Map<string, Trace>()
  for (const feeds of examples) {
    const key = shapeKey(feeds)
    if (traces.has(key)) continue
    traces.set(key, traceTwice(backend, step, variables, feeds, `trace${traces.size}`))
  }
  const nodes = [
    ...variableNodes(backend, [...traces.values()][0] as Trace),
    ...[...traces.values()].flatMap((trace) => emitTrace(backend.binding, trace)),
  ]
  const session = openGraphSession(backend.binding, nodes)
  const compiled = replay(backend, session, variables, traces)
  compiled.push()
  return compiled
}

/** Which trace serves a set of feeds. */
const shapeKey = (feeds: Feeds): string =>
  Object.entries(feeds)
    .map(([name, { shape }]) => `${name}[${shape.join(',')}]`)
    .sort()
    .join(' ')

/** The variables' handles, and a way to read and to set each. */
function variableNodes({ binding }: TensorflowBackend, { variables }: Trace): GraphNode[] {
  const setters = variables.map((_, i) => `^set${i}`)
  const done = {
    kind: 'tensor' as const,
    dtype: binding.TF_FLOAT,
    shape: [],
    bytes: new Uint8Array(4),
  }
  return [
    ...variables.flatMap(({ dtype, shape }, i): GraphNode[] => {
      const type = { kind: 'type' as const, value: dtype }
      const named = { shared_name: { kind: 'string' as const, value: handleName(i) } }
      const sized = { dtype: type, shape: { kind: 'shape' as const, value: shape } }
      return [
        { name: handleName(i), op: 'VarHandleOp', inputs: [], attributes: { ...sized, ...named } },
        { name: `feed${i}`, op: 'Placeholder', inputs: [], attributes: sized },
        {
          name: `set${i}`,
          op: 'AssignVariableOp',
          inputs: [handleName(i), `feed${i}`],
          attributes: { dtype: type },
        },
        {
          name: `get${i}`,
          op: 'ReadVariableOp',
          inputs: [handleName(i)],
          attributes: { dtype: type },
        },
      ]
    }),
    {
      name: 'pushed',
      op: 'Const',
      inputs: setters,
      attributes: { dtype: { kind: 'type', value: binding.TF_FLOAT }, value: done },
    },
  ]
}

function replay(
  backend: TensorflowBackend,
  session: GraphSession,
  variables: readonly Variable[],
  traces: ReadonlyMap<string, Trace>,
): CompiledStep {
  const { binding } = backend
  return {
    run(feeds, outputs) {
      const trace = traces.get(shapeKey(feeds))
      if (trace === undefined) throw new Error(`no trace was made for ${shapeKey(feeds)}`)
      const inputs = new Map(
        Object.entries(feeds).map(([name, { shape, data }]) => [
          `${trace.prefix}/${name}`,
          binding.createTensor([...shape], binding.TF_FLOAT, data),
        ]),
      )
      try {
        const names = outputs.map((name) => `${trace.prefix}/${name}`)
        const fetched = session.run(inputs, names).map(({ id }) => readAndDelete(binding, id))
        return Object.fromEntries(outputs.map((name, i) => [name, fetched[i] as Float32Array]))
      } finally {
        for (const id of inputs.values()) binding.deleteTensor(id)
      }
    },
    pull: (only = variables) =>
      tidy(() => {
        const names = only.map((variable) => `get${variables.indexOf(variable)}`)
        const fetched = session.run(new Map(), names)
        only.forEach((variable, i) => {
          const metadata = fetched[i]
          if (metadata !== undefined) variable.assign(backend.createOutputTensor(metadata))
        })
      }),
    push: () => {
      const ids = backend.getInputTensorIds([...variables])
      const feeds = new Map(ids.map((id, i) => [`feed${i}`, id]))
      for (const { id } of session.run(feeds, ['pushed'])) binding.deleteTensor(id)
    },
    dispose: () => session.dispose(),
  }
}

function readAndDelete(binding: TensorflowBackend['binding'], id: number): Float32Array {
  try {
    return binding.tensorDataSync(id) as Float32Array
  } finally {
    binding.deleteTensor(id)
  }
}
