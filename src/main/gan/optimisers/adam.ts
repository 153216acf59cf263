import { tidy, variable, zeros } from '@tensorflow/tfjs-core'
import type { NamedTensorMap, Scalar, Variable } from '@tensorflow/tfjs-core'
import { adam } from '../../engine/ops/adam'
import { parameterEntry } from '../layers/parameters'
import type { Parameter, StateEntry } from '../layers/parameters'
import { gradientOf, rateOf } from './optimiser'
import type { Optimiser, Rates } from './optimiser'

interface AdamOptions {
  learningRate: number
  beta1: number
  beta2: number
}

const EPSILON = 1e-8

/** Adam (Kingma and Ba, 2015) over one network's parameters, in PyTorch's form. */
export class Adam implements Optimiser {
  updates = 0
  readonly rateNames = ['stepSize', 'epsilon']
  readonly entries: readonly StateEntry[]
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
    this.entries = this.slots.flatMap(({ parameter, m, v }) => [
      parameterEntry({ ...parameter, name: `${parameter.name}.exp_avg`, variable: m }),
      parameterEntry({ ...parameter, name: `${parameter.name}.exp_avg_sq`, variable: v }),
    ])
  }

  /**
   * The bias corrections of PyTorch's form, lr / (1 - beta1^t) * m / (sqrt(v / (1 - beta2^t)) +
   * 1e-8), folded into two numbers.
   */
  ratesOf(update: number): Rates<number> {
    const { learningRate, beta1, beta2 } = this.options
    const correction = Math.sqrt(1 - beta2 ** update)
    return {
      stepSize: (learningRate * correction) / (1 - beta1 ** update),
      epsilon: EPSILON * correction,
    }
  }

  apply(gradients: NamedTensorMap, rates: Rates<Scalar>): void {
    const { beta1, beta2 } = this.options
    const [stepSize, epsilon] = [rateOf(rates, 'stepSize'), rateOf(rates, 'epsilon')]
    for (const { parameter, m, v } of this.slots) {
      const target = parameter.variable
      const gradient = gradientOf(gradients, parameter)
      tidy(() => {
        const [newTarget, newM, newV] = adam(
          { parameter: target, m, v, gradient, stepSize, epsilon },
          { beta1, beta2 },
        )
        target.assign(newTarget)
        m.assign(newM)
        v.assign(newV)
      })
    }
  }
}
