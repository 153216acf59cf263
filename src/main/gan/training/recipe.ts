import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import type { Optimiser, Rates } from '../optimisers/optimiser'
import { inputName, rateName } from './step-input'
import type { StepInput } from './step-input'

/** What a step tells, for metrics and grids: its loss and the like. */
export type StepReport = Record<string, Tensor>

/**
 * One update of one network, or of what follows it, such as an average. All that it changes are
 * variables of the training's state, and all that differs from one time to the next comes in as an
 * input or a rate, so that an engine may record it once and replay it.
 */
export interface RecipeStep {
  /** Unique within the recipe; begins its inputs' names. */
  readonly name: string
  readonly inputs: Readonly<Record<string, StepInput>>
  /** Whose rates it takes, and which counts its updates. */
  readonly optimiser?: Optimiser
  run(inputs: Readonly<Record<string, Tensor>>, rates: Rates<Scalar>): StepReport
}

/** A training step: updates in their order, and how many batches of the data set they share. */
export interface Recipe {
  readonly batches: number
  readonly steps: readonly RecipeStep[]
}

type TensorsOf<I> = { [K in keyof I]: I[K] extends StepInput<infer T> ? T : never }

/** A step whose function gets its inputs by their declared types. */
export const defineStep = <I extends Record<string, StepInput>>(
  step: Omit<RecipeStep, 'inputs' | 'run'> & {
    inputs: I
    run(inputs: TensorsOf<I>, rates: Rates<Scalar>): StepReport
  },
): RecipeStep => ({
  ...step,
  run: (inputs, rates) => step.run(inputs as TensorsOf<I>, rates),
})

/** Takes the recipe's steps one after the other. tensors: by the names that they are fed under */
export function runSteps(
  { steps }: Recipe,
  tensors: Readonly<Record<string, Tensor>>,
): ReadonlyMap<string, StepReport> {
  const named = (name: string): Tensor => {
    const tensor = tensors[name]
    if (tensor === undefined) throw new Error(`the training step was not fed ${name}`)
    return tensor
  }
  const pick = (keys: readonly string[], nameOf: (key: string) => string) =>
    Object.fromEntries(keys.map((key) => [key, named(nameOf(key))]))
  return new Map(
    steps.map(({ name, inputs, optimiser, run }) => [
      name,
      run(
        pick(Object.keys(inputs), (key) => inputName(name, key)),
        pick(Object.keys(optimiser?.ratesOf(1) ?? {}), (key) =>
          rateName(name, key),
        ) as Rates<Scalar>,
      ),
    ]),
  )
}
