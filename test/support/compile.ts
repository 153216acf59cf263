import { tensor, tidy, variable } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type {
  CompiledSteps,
  CompileSteps,
  Feeds,
  NamedVariable,
  Step,
  TensorData,
} from '../../src/main/engine/engine'
import { feedTensors } from '../../src/main/engine/feeds'
import { openEngine } from '../../src/main/engine/open'

export async function openCompiler(): Promise<CompileSteps> {
  const { engine } = await openEngine('tensorflow', 1)
  if (engine.compile === undefined) throw new Error('the engine cannot compile')
  return engine.compile
}

export const newVariable = (...values: number[]): Variable => tidy(() => variable(tensor(values)))

/** Feeds with the input x. */
export const x = (...values: number[]): Feeds => ({
  x: { shape: [values.length], data: Float32Array.from(values) },
})

/** Names variables by position: v0, v1 and so on. */
export const named = (variables: readonly Variable[]): NamedVariable[] =>
  variables.map((variable, i) => ({ name: `v${i}`, variable }))

export interface OneStep extends Omit<CompiledSteps, 'run'> {
  run(feeds: Feeds, outputs: readonly string[]): Record<string, TensorData>
}

/** Compiles one step. */
export function compileOne(
  compile: CompileSteps,
  step: Step,
  variables: readonly Variable[],
  examples: readonly Feeds[],
): OneStep {
  const { run, ...rest } = compile({ step: { step, examples } }, named(variables))
  return { ...rest, run: (feeds, outputs) => run('step', feeds, outputs) }
}

type Values = Record<string, number[]>

/** A step's outputs for each batch, and the variables' final values. */
interface Results {
  outputs: Values[]
  variables: number[][]
}

/**
 * Runs a step on each batch, compiled and op by op, from the same initial values. Afterwards the
 * variables have the values of the plain run.
 */
export function bothWays(
  compile: CompileSteps,
  step: Step,
  variables: readonly Variable[],
  batches: readonly Feeds[],
): { plain: Results; compiled: Results } {
  const currentValues = (): number[][] => variables.map((one) => [...one.dataSync()])
  const initial = variables.map((one) => one.clone())
  const numbers = (all: Record<string, ArrayLike<number>>): Values =>
    Object.fromEntries(Object.entries(all).map(([name, values]) => [name, Array.from(values)]))
  const replay = compileOne(compile, step, variables, batches)
  const names = tidy(() => Object.keys(step(feedTensors(batches[0] ?? {}))))
  variables.forEach((one, i) => one.assign(initial[i] as Tensor))
  const compiled = {
    outputs: batches.map((feeds) => numbers(replay.run(feeds, names))),
    variables: (replay.pullVariables(), currentValues()),
  }
  replay.dispose()
  variables.forEach((one, i) => one.assign(initial[i] as Tensor))
  const outputs = batches.map((feeds) => {
    const results: Record<string, ArrayLike<number>> = {}
    tidy(() => {
      for (const [name, one] of Object.entries(step(feedTensors(feeds)))) {
        results[name] = one.dataSync().slice()
      }
    })
    return numbers(results)
  })
  return { plain: { outputs, variables: currentValues() }, compiled }
}
