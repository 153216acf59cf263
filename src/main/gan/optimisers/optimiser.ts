import { tidy, variable, zeros } from '@tensorflow/tfjs-core'
import type { NamedTensorMap, Scalar, Variable } from '@tensorflow/tfjs-core'
import { problemError } from '../../../contract/errors'
import { parameterEntry } from '../layers/parameters'
import type { Parameter, StateEntry } from '../layers/parameters'
import type { StatePart } from '../training/state'
import type { Rate, StepPosition } from '../training/step-input'

/** The numbers that differ from one update to the next, by name. */
export type Rates<T> = Readonly<Record<string, T>>

/** Updates one network's parameters by gradient descent. */
export interface Optimiser {
  /** Updates made so far. */
  updates: number
  /** The names of its rates. */
  readonly rateNames: readonly string[]
  /** The rates of an update, the first of which is number 1, in a step at that position. */
  ratesOf(update: number, at: StepPosition): Rates<number>
  /**
   * Makes one update; the rates are scalar tensors, which can be fed to a compiled step.
   *
   * @param gradients by the variables' own tfjs names, as `variableGrads` gives them
   */
  apply(gradients: NamedTensorMap, rates: Rates<Scalar>): void
  /** The moments of each parameter, as saved; empty for plain gradient descent. */
  readonly entries: readonly StateEntry[]
}

/** A hyperparameter: its value, or how the value changes during training. */
export type Scheduled = number | Rate

export const valueAt = (value: Scheduled, at: StepPosition): number =>
  typeof value === 'number' ? value : value(at)

/** The hyperparameters of all optimisers. */
export interface OptimiserSettings {
  learningRate: Scheduled
  beta1: number
  beta2: Scheduled
  momentum: number
  weightDecay: number
}

/** A variable of each parameter's shape, zero at first, that an optimiser keeps with it. */
export interface Slots {
  readonly variables: readonly Variable[]
  readonly entries: readonly StateEntry[]
}

/** @param name PyTorch's name of the values, which follows the parameter's in a checkpoint */
export function newSlots(parameters: readonly Parameter[], name: string): Slots {
  const variables = parameters.map(({ variable: { shape } }) =>
    tidy(() => variable(zeros(shape), false)),
  )
  const entries = parameters.map((parameter, i) =>
    parameterEntry({
      ...parameter,
      name: `${parameter.name}.${name}`,
      variable: variables[i] as Variable,
    }),
  )
  return { variables, entries }
}

/** The rate of that name. */
export function rateOf<T>(rates: Rates<T>, name: string): T {
  const rate = rates[name]
  if (rate === undefined) throw new Error(`the update was given no ${name}`)
  return rate
}

/**
 * A parameter's gradient. If there is none, the loss does not depend on the parameter, which is
 * always a mistake.
 */
export function gradientOf(gradients: NamedTensorMap, { name, variable }: Parameter) {
  const gradient = gradients[variable.name]
  if (gradient === undefined) throw new Error(`no gradient reached ${name}`)
  return gradient
}

/** An optimiser as a part of the training state. network: the one whose parameters it updates */
export function optimiserPart(network: string, optimiser: Optimiser): StatePart {
  const { entries } = optimiser
  return {
    name: `optimizer.${network}`,
    saved: { file: 'optimizer', prefix: `${network}.` },
    entries,
    host: {
      read: () => [optimiser.updates],
      write: ([updates]) => (optimiser.updates = updates ?? 0),
    },
    load({ tensors, host }, where) {
      const file = `${where}/optimizer.safetensors`
      const refuse = (name: string): never => {
        throw problemError('checkpoint', 'optimizerDoesNotFit', { name }, { where: file })
      }
      for (const { name, shape } of entries) {
        const value = tensors.get(name)
        if (value?.dtype !== 'F32' || value.shape.join() !== shape.join()) refuse(name)
      }
      if (host?.length !== 1) return refuse(`${network}'s number of updates`)
      for (const entry of entries) entry.write(tensors.get(entry.name) ?? refuse(entry.name))
      optimiser.updates = host[0] ?? 0
    },
    dispose: () => {
      for (const { variable } of entries) variable.dispose()
    },
  }
}
