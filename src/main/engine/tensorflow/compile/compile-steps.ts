import type { CompiledSteps, Feeds, NamedVariable, StepExamples } from '../../engine'
import { feedDtype } from '../../feeds'
import type { TensorflowBackend } from '../binding'
import { emitTrace } from './emit'
import type { GraphNode } from './graph-def'
import { constantNode, feedNode, floatConstant, handleNode, typeAttribute } from './graph-nodes'
import { openGraphSession } from './graph-session'
import { replaySteps } from './replay'
import type { Trace } from './recorded-step'
import { traceTwice } from './trace-twice'
import { handleName } from './versions'

/**
 * Compiles tfjs steps into one TensorFlow graph: records each step op by op, writes the recordings
 * as a graph whose variables are TensorFlow's, and replays a whole step with one call.
 */
export function compileSteps(
  backend: TensorflowBackend,
  steps: Readonly<Record<string, StepExamples>>,
  variables: readonly NamedVariable[],
): CompiledSteps {
  const traces = new Map<string, Trace>()
  for (const [name, step] of Object.entries(steps)) {
    for (const feeds of step.examples) {
      const key = traceKey(name, feeds)
      if (traces.has(key)) continue
      traces.set(key, traceTwice(backend, step, variables, feeds, `trace${traces.size}`))
    }
  }
  const [first] = traces.values()
  if (first === undefined) throw new Error('no step has an example to compile it by')
  const nodes = [
    ...variableNodes(backend, first),
    ...[...traces.values()].flatMap((trace) => emitTrace(backend.binding, trace)),
  ]
  const session = openGraphSession(backend.binding, nodes)
  const traceOf = (step: string, feeds: Feeds): Trace => {
    const key = traceKey(step, feeds)
    const trace = traces.get(key)
    if (trace === undefined) throw new Error(`no trace was made for ${key}`)
    return trace
  }
  const compiled = replaySteps(backend, session, variables, traceOf)
  compiled.pushVariables()
  return compiled
}

/** Chooses the trace for a step's feeds. */
const traceKey = (step: string, feeds: Feeds): string =>
  `${step}: ${Object.entries(feeds)
    .map(([name, feed]) => `${name} ${feedDtype(feed)}[${feed.shape.join(',')}]`)
    .sort()
    .join(', ')}`

/** The variables' handles, with functions to read and set each. */
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
