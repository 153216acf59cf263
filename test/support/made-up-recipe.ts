import { add, mul, scalar, sub, tidy, variable, zerosLike } from '@tensorflow/tfjs-core'
import type { NamedTensorMap, Scalar, Variable } from '@tensorflow/tfjs-core'
import type { Hyperparameters } from '../../src/contract/hyperparameters'
import { gradientOf, rateOf } from '../../src/main/gan/optimisers/optimiser'
import type { Optimiser, Rates } from '../../src/main/gan/optimisers/optimiser'
import { parameterEntry } from '../../src/main/gan/layers/parameters'
import type { Parameter } from '../../src/main/gan/layers/parameters'
import { assembleGan, createGan } from '../../src/main/gan/training/gan'
import type { Gan } from '../../src/main/gan/training/gan'
import type { Rate, StepInput } from '../../src/main/gan/training/step-input'
import { defineStep, stepsOf, variantAt } from '../../src/main/gan/training/recipe'
import type { RecipeStep } from '../../src/main/gan/training/recipe'
import { TrainingState } from '../../src/main/gan/training/state'
import type { StatePart } from '../../src/main/gan/training/state'

/*
 * A recipe that uses everything the framework supports beyond the reference: an optimiser with one
 * moment and a decaying rate, a running average of the generator at every third step with a
 * step-dependent decay, and state that consists only of host numbers.
 */

/** Gradient descent with momentum and a rate that decreases with each update. */
class Momentum implements Optimiser {
  updates = 0
  readonly rateNames = ['rate']
  private readonly slots: { parameter: Parameter; velocity: Variable }[]

  constructor(parameters: readonly Parameter[]) {
    this.slots = parameters.map((parameter) => ({
      parameter,
      velocity: tidy(() => variable(zerosLike(parameter.variable), false)),
    }))
  }

  get entries() {
    return this.slots.map(({ parameter, velocity }) =>
      parameterEntry({
        ...parameter,
        name: `${parameter.name}.momentum_buffer`,
        variable: velocity,
      }),
    )
  }

  ratesOf(update: number): Rates<number> {
    return { rate: 0.01 / (1 + update / 10) }
  }

  apply(gradients: NamedTensorMap, rates: Rates<Scalar>): void {
    for (const { parameter, velocity } of this.slots) {
      const gradient = gradientOf(gradients, parameter)
      tidy(() => {
        velocity.assign(add(mul(velocity, 0.9), gradient))
        const change = mul(velocity, rateOf(rates, 'rate'))
        parameter.variable.assign(sub(parameter.variable, change))
      })
    }
  }
}

/** Copies of a network's parameters, for a running average. */
function averageOf(parameters: readonly Parameter[]): { copies: Parameter[]; part: StatePart } {
  const copies = parameters.map((parameter) => ({
    ...parameter,
    variable: tidy(() => variable(parameter.variable.clone(), false)),
  }))
  const entries = copies.map(parameterEntry)
  return {
    copies,
    part: {
      name: 'average',
      saved: { file: 'ema', prefix: '' },
      entries,
      load: ({ tensors }) => {
        for (const entry of entries) {
          const value = tensors.get(entry.name)
          if (value === undefined) throw new Error(`the average has no ${entry.name}`)
          entry.write(value)
        }
      },
      dispose: () => copies.forEach(({ variable }) => variable.dispose()),
    },
  }
}

const decay: Rate = ({ step, imagesSeen }) =>
  Math.min(0.99, (1 + step) / (10 + step), (16 + imagesSeen) / (100 + imagesSeen))

const averagingStep = (parameters: readonly Parameter[], copies: readonly Parameter[]) =>
  defineStep({
    name: 'average',
    inputs: {},
    rates: { decay },
    run: (_, rates) => {
      const decay = rateOf(rates, 'decay')
      tidy(() =>
        copies.forEach(({ variable: copy }, i) => {
          const current = parameters[i]?.variable ?? copy
          copy.assign(add(mul(copy, decay), mul(current, sub(scalar(1), decay))))
        }),
      )
      return {}
    },
  })

/** A part that counts steps, and a step that returns the count as an integer output. */
function counting(): { part: StatePart; step: RecipeStep; count(): number } {
  let count = 0
  const counted: StepInput = {
    batch: 0,
    dtype: 'int32',
    shape: (n) => [n],
    fill: (target) => target.fill(count++),
  }
  return {
    count: () => count,
    step: defineStep({ name: 'count', inputs: { counted }, run: ({ counted }) => ({ counted }) }),
    part: {
      name: 'count',
      entries: [],
      host: { read: () => [count], write: ([value]) => (count = value ?? 0) },
      load: ({ host }) => (count = host?.[0] ?? 0),
      dispose: () => undefined,
    },
  }
}

export function madeUpGan(h: Hyperparameters): Gan & { count(): number } {
  const gan = assembleGan(createGan(h), h, {
    optimiser: (_, parameters) => new Momentum(parameters),
  })
  const { copies, part } = averageOf(gan.generator.parameters)
  const counter = counting()
  const plain = [...stepsOf(gan.recipe, variantAt(gan.recipe, 0)), counter.step]
  return {
    ...gan,
    count: counter.count,
    recipe: {
      ...gan.recipe,
      variants: { plain, averaging: [...plain, averagingStep(gan.generator.parameters, copies)] },
      cycle: ['averaging', 'plain', 'plain'],
    },
    state: new TrainingState([...gan.state.parts, part, counter.part]),
  }
}
