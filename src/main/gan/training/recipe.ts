import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import type { Optimiser, Rates } from '../optimisers/optimiser'
import { inputName, rateName } from './step-input'
import type { Rate, StepInput, StepPosition } from './step-input'

/** Values that a step reports for metrics and grids, such as its loss. */
export type StepReport = Record<string, Tensor>

/**
 * One update of a network, or of something derived from it, such as an average. It changes only
 * variables of the training's state, and everything that differs between calls is an input or a
 * rate, so that an engine can record it once and replay it.
 */
export interface RecipeStep {
  /** Unique within the recipe; the prefix of its inputs' names. */
  readonly name: string
  readonly inputs: Readonly<Record<string, StepInput>>
  /** The optimiser that counts its updates, and whose rates it is given besides its own. */
  readonly optimiser?: Optimiser
  readonly rates?: Readonly<Record<string, Rate>>
  run(inputs: Readonly<Record<string, Tensor>>, rates: Rates<Scalar>): StepReport
}

/**
 * How a training step is taken. Most recipes repeat one and the same step; where it is not the same
 * each time, as with a penalty at every few steps, each kind of step is a variant, which is
 * compiled on its own.
 */
export interface Recipe {
  /** How many batches of the data set the updates of a step share. */
  readonly batches: number
  /** The updates of each variant, in order. */
  readonly variants: Readonly<Record<string, readonly RecipeStep[]>>
  /** The variants that steps take, from the first step on; after the last, it starts again. */
  readonly cycle: readonly string[]
}

/** The variant of a step, counted from 0. */
export function variantAt({ cycle }: Recipe, step: number): string {
  const variant = cycle[step % cycle.length]
  if (variant === undefined) throw new Error(`the recipe has no variant for step ${step}`)
  return variant
}

/** The updates of a variant, in order. */
export function stepsOf({ variants }: Recipe, variant: string): readonly RecipeStep[] {
  const steps = variants[variant]
  if (steps === undefined) throw new Error(`the recipe has no variant ${variant}`)
  return steps
}

type TensorsOf<I> = { [K in keyof I]: I[K] extends StepInput<infer T> ? T : never }

/** A step whose function gets its inputs with their declared types. */
export const defineStep = <I extends Record<string, StepInput>>(
  step: Omit<RecipeStep, 'inputs' | 'run'> & {
    inputs: I
    run(inputs: TensorsOf<I>, rates: Rates<Scalar>): StepReport
  },
): RecipeStep => ({
  ...step,
  run: (inputs, rates) => step.run(inputs as TensorsOf<I>, rates),
})

/** Runs a variant's updates in order. tensors: keyed by the names they are fed under */
export function runSteps(
  steps: readonly RecipeStep[],
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
    steps.map((step) => [
      step.name,
      step.run(
        pick(Object.keys(step.inputs), (key) => inputName(step.name, key)),
        pick(rateNamesOf(step), (key) => rateName(step.name, key)) as Rates<Scalar>,
      ),
    ]),
  )
}

function rateNamesOf({ name, optimiser, rates = {} }: RecipeStep): string[] {
  const names = [...(optimiser?.rateNames ?? []), ...Object.keys(rates)]
  if (new Set(names).size < names.length) throw new Error(`${name} has two rates of the same name`)
  return names
}

/** A step's rates at its position in the training; counts the update in its optimiser. */
export function nextRates({ optimiser, rates = {} }: RecipeStep, at: StepPosition): Rates<number> {
  if (optimiser !== undefined) optimiser.updates += 1
  return {
    ...optimiser?.ratesOf(optimiser.updates, at),
    ...Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, rate(at)])),
  }
}
