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

/** A step's input x. */
export const x = (...values: number[]): Feeds => ({
  x: { shape: [values.length], data: Float32Array.from(values) },
})

/** Named by position: v0, v1 and so on. */
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

/** A step's outputs for each of these feeds in turn, and the variables' final values. */
interface Course {
  outputs: Values[]
  variables: number[][]
}

/**
 * Runs a step with each of the feeds in turn, op by op and compiled, from the same values. The
 * variables then hold the plain steps' results.
 */
export function bothWays(
  compile: CompileSteps,
  step: Step,
  variables: readonly Variable[],
  courses: readonly Feeds[],
): { plain: Course; compiled: Course } {
  const held = (): number[][] => variables.map((one) => [...one.dataSync()])
  const begin = variables.map((one) => one.clone())
  const numbers = (all: Record<string, ArrayLike<number>>): Values =>
    Object.fromEntries(Object.entries(all).map(([name, values]) => [name, Array.from(values)]))
  const replay = compileOne(compile, step, variables, courses)
  const names = tidy(() => Object.keys(step(feedTensors(courses[0] ?? {}))))
  variables.forEach((one, i) => one.assign(begin[i] as Tensor))
  const compiled = {
    outputs: courses.map((feeds) => numbers(replay.run(feeds, names))),
    variables: (replay.pullVariables(), held()),
  }
  replay.dispose()
  variables.forEach((one, i) => one.assign(begin[i] as Tensor))
  const outputs = courses.map((feeds) => {
    const taken: Record<string, ArrayLike<number>> = {}
    tidy(() => {
      for (const [name, one] of Object.entries(step(feedTensors(feeds)))) {
        taken[name] = one.dataSync().slice()
      }
    })
    return numbers(taken)
  })
  return { plain: { outputs, variables: held() }, compiled }
}
