import type { Words } from '../../words'

/** The hyperparameters that only some optimisers have. */
export const optimiserSettings = ['beta1', 'beta2', 'momentum', 'weightDecay'] as const
export type OptimiserSetting = (typeof optimiserSettings)[number]

/** The words, settings and memory of an optimiser. */
export interface OptimiserFacts {
  label: Words
  meaning: Words
  /** The settings that it has. */
  uses: readonly OptimiserSetting[]
  /** Numbers that it stores for each trained weight. */
  moments: number
  /** The usual learning rate for GANs. */
  usualRate: number
}
