import { add, mul, sub, tidy } from '@tensorflow/tfjs-core'
import type { NamedTensorMap, Scalar } from '@tensorflow/tfjs-core'
import type { Parameter, StateEntry } from '../layers/parameters'
import type { StepPosition } from '../training/step-input'
import { gradientOf, newSlots, rateOf, valueAt } from './optimiser'
import type { Optimiser, OptimiserSettings, Rates, Slots } from './optimiser'

/** Gradient descent in PyTorch's form; without momentum it keeps no velocity. */
export class Sgd implements Optimiser {
  updates = 0
  readonly rateNames = ['learningRate']
  readonly entries: readonly StateEntry[]
  private readonly velocities: Slots | undefined

  constructor(
    private readonly parameters: readonly Parameter[],
    private readonly settings: OptimiserSettings,
  ) {
    if (settings.momentum > 0) this.velocities = newSlots(parameters, 'momentum_buffer')
    this.entries = this.velocities?.entries ?? []
  }

  ratesOf(_update: number, at: StepPosition): Rates<number> {
    return { learningRate: valueAt(this.settings.learningRate, at) }
  }

  apply(gradients: NamedTensorMap, rates: Rates<Scalar>): void {
    const learningRate = rateOf(rates, 'learningRate')
    this.parameters.forEach((parameter, i) => {
      const { variable: target } = parameter
      const gradient = gradientOf(gradients, parameter)
      const velocity = this.velocities?.variables[i]
      tidy(() => {
        const moving =
          velocity === undefined ? gradient : add(mul(velocity, this.settings.momentum), gradient)
        velocity?.assign(moving)
        target.assign(sub(target, mul(moving, learningRate)))
      })
    })
  }
}
