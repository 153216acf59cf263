import { tidy, variable, zeros } from '@tensorflow/tfjs-core'
import type { NamedTensorMap, Scalar, Variable } from '@tensorflow/tfjs-core'
import { problemError } from '../../contract/errors'
import type { StateDict } from '../../contract/tensors'
import { adam } from '../engine/ops/adam'
import { parameterEntry } from './parameters'
import type { Parameter, StateEntry } from './parameters'

export interface AdamOptions {
  learningRate: number
  beta1: number
  beta2: number
}

const EPSILON = 1e-8

/** What Adam's update needs that changes from step to step. */
export interface AdamRate<T> {
  stepSize: T
  epsilon: T
}

/** Adam (Kingma and Ba, 2015) over one network's parameters, in PyTorch's form. */
export class Adam {
  /** Updates made so far. */
  step = 0
  private readonly slots: readonly { parameter: Parameter; m: Variable; v: Variable }[]

  constructor(
    parameters: readonly Parameter[],
    private readonly options: AdamOptions,
  ) {
    const slot = (parameter: Parameter): Variable =>
      tidy(() => variable(zeros(parameter.variable.shape), false))
    this.slots = parameters.map((parameter) => ({
      parameter,
      m: slot(parameter),
      v: slot(parameter),
    }))
  }

  /**
   * Counts the next update and gives its rate, in which the bias corrections of PyTorch's form,
   * lr / (1 - beta1^t) * m / (sqrt(v / (1 - beta2^t)) + 1e-8), are folded.
   */
  nextRate(): AdamRate<number> {
    this.step += 1
    const { learningRate, beta1, beta2 } = this.options
    const correction = Math.sqrt(1 - beta2 ** this.step)
    return {
      stepSize: (learningRate * correction) / (1 - beta1 ** this.step),
      epsilon: EPSILON * correction,
    }
  }

  /** @param gradients by the variables' own tfjs names, as `variableGrads` gives them */
  apply(gradients: NamedTensorMap, rate: AdamRate<Scalar>): void {
    const { beta1, beta2 } = this.options
    for (const { parameter, m, v } of this.slots) {
      const target = parameter.variable
      const gradient = gradients[target.name]
      if (gradient === undefined) throw new Error(`no gradient reached ${parameter.name}`)
      tidy(() => {
        const [newTarget, newM, newV] = adam(
          { parameter: target, m, v, gradient, ...rate },
          { beta1, beta2 },
        )
        target.assign(newTarget)
        m.assign(newM)
        v.assign(newV)
      })
    }
  }

  /** Both moments of every parameter, under PyTorch's names for them. */
  stateDict(): StateDict {
    return new Map(this.entries().map((entry) => [entry.name, entry.read()]))
  }

  loadStateDict(state: StateDict, step: number, where: string): void {
    for (const entry of this.entries()) {
      const value = state.get(entry.name)
      if (value?.dtype !== 'F32' || value.shape.join() !== entry.shape.join()) {
        throw problemError('checkpoint', 'optimizerDoesNotFit', { name: entry.name }, { where })
      }
      entry.write(value)
    }
    this.step = step
  }

  get variables(): Variable[] {
    return this.slots.flatMap(({ m, v }) => [m, v])
  }

  dispose(): void {
    for (const variable of this.variables) variable.dispose()
  }

  entries(): StateEntry[] {
    return this.slots.flatMap(({ parameter, m, v }) => [
      parameterEntry({ ...parameter, name: `${parameter.name}.exp_avg`, variable: m }),
      parameterEntry({ ...parameter, name: `${parameter.name}.exp_avg_sq`, variable: v }),
    ])
  }
}
