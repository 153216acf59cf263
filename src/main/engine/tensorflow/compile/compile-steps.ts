import { tidy } from '@tensorflow/tfjs-core'
import type { Variable } from '@tensorflow/tfjs-core'
import type { CompiledSteps, Feeds, StepExamples } from '../../engine'
import type { TensorflowBackend } from '../binding'
import { emitTrace, handleName } from './emit'
import type { Trace } from './emit'
import type { GraphNode } from './graph-def'
import { constantNode, feedNode, floatConstant, handleNode, typeAttribute } from './graph-nodes'
import { openGraphSession } from './graph-session'
import type { GraphSession } from './graph-session'
import { traceTwice } from './trace'

/**
 * Compiles tfjs steps into one TensorFlow graph: records each op by op, writes the records as a
 * graph whose variables live in TensorFlow, and replays one of them with one call.
 */
export function compileSteps(
  backend: TensorflowBackend,
  steps: Readonly<Record<string, StepExamples>>,
  variables: readonly Variable[],
): CompiledSteps {
  const traces = new Map<string, Trace>()
  for (const [name, { step, examples }] of Object.entries(steps)) {
    for (const feeds of examples) {
      const key = traceKey(name, feeds)
      if (traces.has(key)) continue
      traces.set(key, traceTwice(backend, step, variables, feeds, `trace${traces.size}`))
    }
  }
  const nodes = [
    ...variableNodes(backend, [...traces.values()][0] as Trace),
    ...[...traces.values()].flatMap((trace) => emitTrace(backend.binding, trace)),
  ]
  const session = openGraphSession(backend.binding, nodes)
  const compiled = replay(backend, session, variables, traces)
  compiled.pushVariables()
  return compiled
}

/** Which trace serves a step's set of feeds. */
const traceKey = (step: string, feeds: Feeds): string =>
  `${step}: ${Object.entries(feeds)
    .map(([name, { shape }]) => `${name}[${shape.join(',')}]`)
    .sort()
    .join(' ')}`

/** The variables' handles, and a way to read and to set each. */
function variableNodes({ binding }: TensorflowBackend, { variables }: Trace): GraphNode[] {
  const setters = variables.map((_, i) => `^set${i}`)
  return [
    ...variables.flatMap(({ dtype, shape }, i): GraphNode[] => {
      const handle = handleName(i)
      const attributes = { dtype: typeAttribute(dtype) }
      return [
        handleNode(handle, dtype, shape),
        feedNode(`feed${i}`, dtype, shape),
        { name: `set${i}`, op: 'AssignVariableOp', inputs: [handle, `feed${i}`], attributes },
        { name: `get${i}`, op: 'ReadVariableOp', inputs: [handle], attributes },
      ]
    }),
    constantNode('pushed', floatConstant(binding, 0), setters),
  ]
}

function replay(
  backend: TensorflowBackend,
  session: GraphSession,
  variables: readonly Variable[],
  traces: ReadonlyMap<string, Trace>,
): CompiledSteps {
  const { binding } = backend
  return {
    run(step, feeds, outputs) {
      const key = traceKey(step, feeds)
      const trace = traces.get(key)
      if (trace === undefined) throw new Error(`no trace was made for ${key}`)
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
    pullVariables: () =>
      tidy(() => {
        const fetched = session.run(
          new Map(),
          variables.map((_, i) => `get${i}`),
        )
        variables.forEach((variable, i) => {
          const metadata = fetched[i]
          if (metadata !== undefined) variable.assign(backend.createOutputTensor(metadata))
        })
      }),
    pushVariables: () => {
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
