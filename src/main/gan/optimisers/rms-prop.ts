import { add, div, mul, sqrt, square, sub, tidy } from '@tensorflow/tfjs-core'
import type { NamedTensorMap, Scalar, Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Parameter, StateEntry } from '../layers/parameters'
import type { StepPosition } from '../training/step-input'
import { gradientOf, newSlots, rateOf, valueAt } from './optimiser'
import type { Optimiser, OptimiserSettings, Rates, Slots } from './optimiser'

const EPSILON = 1e-8

/**
 * RMSProp (Tieleman and Hinton, 2012) in PyTorch's form; beta 2 is its alpha. Without momentum it
 * keeps no velocity.
 */
export class RmsProp implements Optimiser {
  updates = 0
  readonly rateNames = ['learningRate', 'beta2', 'rest2']
  readonly entries: readonly StateEntry[]
  private readonly squares: Slots
  private readonly velocities: Slots | undefined

  constructor(
    private readonly parameters: readonly Parameter[],
    private readonly settings: OptimiserSettings,
  ) {
    this.squares = newSlots(parameters, 'square_avg')
    if (settings.momentum > 0) this.velocities = newSlots(parameters, 'momentum_buffer')
    this.entries = [...this.squares.entries, ...(this.velocities?.entries ?? [])]
  }

  /** 1 - beta2 too, which would be too inexact if computed in single precision. */
  ratesOf(_update: number, at: StepPosition): Rates<number> {
    const beta2 = valueAt(this.settings.beta2, at)
    return { learningRate: valueAt(this.settings.learningRate, at), beta2, rest2: 1 - beta2 }
  }

  apply(gradients: NamedTensorMap, rates: Rates<Scalar>): void {
    const [learningRate, beta2, rest2] = [
      rateOf(rates, 'learningRate'),
      rateOf(rates, 'beta2'),
      rateOf(rates, 'rest2'),
    ]
    this.parameters.forEach((parameter, i) => {
      const { variable: target } = parameter
      const squares = this.squares.variables[i] as Variable
      const gradient = gradientOf(gradients, parameter)
      tidy(() => {
        const mean = add(mul(squares, beta2), mul(square(gradient), rest2))
        const step = this.withMomentum(div(gradient, add(sqrt(mean), EPSILON)), i)
        squares.assign(mean)
        target.assign(sub(target, mul(step, learningRate)))
      })
    })
  }

  private withMomentum(step: Tensor, i: number): Tensor {
    const velocity = this.velocities?.variables[i]
    if (velocity === undefined) return step
    const moving = add(mul(velocity, this.settings.momentum), step)
    velocity.assign(moving)
    return moving
  }
}
