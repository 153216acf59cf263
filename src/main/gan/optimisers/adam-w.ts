import { mul, sub, tidy } from '@tensorflow/tfjs-core'
import type { NamedTensorMap, Scalar } from '@tensorflow/tfjs-core'
import type { Parameter, StateEntry } from '../layers/parameters'
import type { StepPosition } from '../training/step-input'
import { Adam } from './adam'
import { rateOf, valueAt } from './optimiser'
import type { Optimiser, OptimiserSettings, Rates } from './optimiser'

/** AdamW (Loshchilov and Hutter, 2019): Adam with decoupled weight decay, in PyTorch's form. */
export class AdamW implements Optimiser {
  private readonly adam: Adam

  constructor(
    private readonly parameters: readonly Parameter[],
    private readonly settings: OptimiserSettings,
  ) {
    this.adam = new Adam(parameters, settings)
  }

  get updates(): number {
    return this.adam.updates
  }

  set updates(count: number) {
    this.adam.updates = count
  }

  get rateNames(): readonly string[] {
    return [...this.adam.rateNames, 'decay']
  }

  get entries(): readonly StateEntry[] {
    return this.adam.entries
  }

  ratesOf(update: number, at: StepPosition): Rates<number> {
    const decay = valueAt(this.settings.learningRate, at) * this.settings.weightDecay
    return { ...this.adam.ratesOf(update, at), decay }
  }

  apply(gradients: NamedTensorMap, rates: Rates<Scalar>): void {
    tidy(() => {
      // Computed first, since Adam may overwrite the weights, and subtracted last, since the
      // compiled Adam only updates variables as they are.
      const lost = this.parameters.map(({ variable }) => mul(variable, rateOf(rates, 'decay')))
      this.adam.apply(gradients, rates)
      this.parameters.forEach(({ variable }, i) => {
        const part = lost[i]
        if (part !== undefined) variable.assign(sub(variable, part))
      })
    })
  }
}
