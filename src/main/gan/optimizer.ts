import { tidy, variable, zeros } from '@tensorflow/tfjs-core'
import type { NamedTensorMap, Variable } from '@tensorflow/tfjs-core'
import { StudioError } from '../../contract/errors'
import type { StateDict } from '../../contract/tensors'
import { adam } from '../engine/ops'
import { parameterEntry } from './layers'
import type { Parameter, StateEntry } from './layers'

export interface AdamOptions {
  learningRate: number
  beta1: number
  beta2: number
}

const EPSILON = 1e-8

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

  /** @param gradients by the variables' own tfjs names, as `variableGrads` gives them */
  apply(gradients: NamedTensorMap): void {
    this.step += 1
    const settings = { ...this.options, epsilon: EPSILON, step: this.step }
    for (const { parameter, m, v } of this.slots) {
      const target = parameter.variable
      const gradient = gradients[target.name]
      if (gradient === undefined) throw new Error(`no gradient reached ${parameter.name}`)
      tidy(() => {
        const [newTarget, newM, newV] = adam(target, m, v, gradient, settings)
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
        throw new StudioError(
          'checkpoint',
          `the optimiser's ${entry.name} is missing or misshapen`,
          {
            where,
          },
        )
      }
      entry.write(value)
    }
    this.step = step
  }

  dispose(): void {
    for (const { m, v } of this.slots) [m, v].forEach((slot) => slot.dispose())
  }

  private entries(): StateEntry[] {
    return this.slots.flatMap(({ parameter: { name, stored }, m, v }) => [
      parameterEntry({ name: `${name}.exp_avg`, variable: m, stored }),
      parameterEntry({ name: `${name}.exp_avg_sq`, variable: v, stored }),
    ])
  }
}
