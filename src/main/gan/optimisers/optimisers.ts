import type { Hyperparameters } from '../../../contract/hyperparameters'
import type { OptimiserName } from '../../../contract/recipe/optimisers/optimisers'
import type { Parameter } from '../layers/parameters'
import { Adam } from './adam'
import { AdamW } from './adam-w'
import { clipped } from './clipped'
import type { Optimiser, OptimiserSettings } from './optimiser'
import { RmsProp } from './rms-prop'
import { Sgd } from './sgd'

type Make = new (parameters: readonly Parameter[], settings: OptimiserSettings) => Optimiser

/** Every optimiser; contract/recipe/optimisers has their words. */
const optimisers: Readonly<Record<OptimiserName, Make>> = {
  adam: Adam,
  adamW: AdamW,
  rmsProp: RmsProp,
  sgd: Sgd,
}

export type TrainedNetwork = 'generator' | 'discriminator'

/** The optimiser of one network's parameters that the hyperparameters choose. */
export function optimiserOf(
  network: TrainedNetwork,
  parameters: readonly Parameter[],
  h: Hyperparameters,
): Optimiser {
  const { beta1, beta2, momentum, weightDecay } = h
  const separate = network === 'discriminator' && h.discriminatorLearningRate > 0
  const learningRate = separate ? h.discriminatorLearningRate : h.learningRate
  const optimiser = new optimisers[h.optimiser](parameters, {
    learningRate,
    ...{ beta1, beta2, momentum, weightDecay },
  })
  return h.gradientClip > 0 ? clipped(optimiser, parameters, h.gradientClip) : optimiser
}
