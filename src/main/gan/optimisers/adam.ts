import { tidy } from '@tensorflow/tfjs-core'
import type { NamedTensorMap, Scalar, Variable } from '@tensorflow/tfjs-core'
import { adam } from '../../engine/ops/adam'
import type { Parameter, StateEntry } from '../layers/parameters'
import type { StepPosition } from '../training/step-input'
import { gradientOf, newSlots, rateOf, valueAt } from './optimiser'
import type { Optimiser, OptimiserSettings, Rates } from './optimiser'

type AdamSettings = Pick<OptimiserSettings, 'learningRate' | 'beta1' | 'beta2'>

const EPSILON = 1e-8

/** Adam (Kingma and Ba, 2015) over one network's parameters, in PyTorch's form. */
export class Adam implements Optimiser {
  updates = 0
  readonly rateNames: readonly string[]
  readonly entries: readonly StateEntry[]
  private readonly slots: readonly { parameter: Parameter; m: Variable; v: Variable }[]

  constructor(
    parameters: readonly Parameter[],
    private readonly settings: AdamSettings,
  ) {
    this.rateNames = ['stepSize', 'epsilon', ...(this.decays ? ['beta2'] : [])]
    const [m, v] = [newSlots(parameters, 'exp_avg'), newSlots(parameters, 'exp_avg_sq')]
    this.slots = parameters.map((parameter, i) => ({
      parameter,
      m: m.variables[i] as Variable,
      v: v.variables[i] as Variable,
    }))
    this.entries = m.entries.flatMap((entry, i) => [entry, v.entries[i] as StateEntry])
  }

  /**
   * The bias corrections of PyTorch's form, lr / (1 - beta1^t) * m / (sqrt(v / (1 - beta2^t)) +
   * 1e-8), folded into two numbers.
   */
  ratesOf(update: number, at: StepPosition): Rates<number> {
    const { beta1 } = this.settings
    const [learningRate, beta2] = [
      valueAt(this.settings.learningRate, at),
      valueAt(this.settings.beta2, at),
    ]
    const correction = Math.sqrt(1 - beta2 ** update)
    return {
      stepSize: (learningRate * correction) / (1 - beta1 ** update),
      epsilon: EPSILON * correction,
      ...(this.decays ? { beta2 } : {}),
    }
  }

  apply(gradients: NamedTensorMap, rates: Rates<Scalar>): void {
    const beta1 = this.settings.beta1
    const [stepSize, epsilon] = [rateOf(rates, 'stepSize'), rateOf(rates, 'epsilon')]
    for (const { parameter, m, v } of this.slots) {
      const target = parameter.variable
      const gradient = gradientOf(gradients, parameter)
      tidy(() => {
        const [newTarget, newM, newV] = adam(
          { parameter: target, m, v, gradient, stepSize, epsilon, beta2: rates['beta2'] },
          { beta1, beta2: this.fixedBeta2 },
        )
        target.assign(newTarget)
        m.assign(newM)
        v.assign(newV)
      })
    }
  }

  /** True if beta 2 differs from step to step. A fixed one keeps its full precision. */
  private get decays(): boolean {
    return typeof this.settings.beta2 !== 'number'
  }

  private get fixedBeta2(): number {
    const { beta2 } = this.settings
    return typeof beta2 === 'number' ? beta2 : 0
  }
}
