import { hyperparameterNames, hyperparameters as specs } from '../../../contract/hyperparameters'
import type { HyperparameterName } from '../../../contract/hyperparameters'

export interface HyperparameterText {
  label: string
  meaning: string
  /** Empty where it has none. */
  unit: string
  /** Names of a choice's options. */
  options: Record<string, string>
}

const options: Partial<Record<HyperparameterName, Record<string, string>>> = {
  architecture: { mlp: 'Fully connected', dcgan: 'Convolutional' },
  sampleLatents: { fixed: 'Fixed', batch: 'Batch' },
}

/** The contract holds the English; only the options of choices need words of their own. */
export const hyperparameters = Object.fromEntries(
  hyperparameterNames.map((name) => {
    const spec = specs[name]
    const unit = 'unit' in spec ? spec.unit : ''
    return [name, { label: spec.label, meaning: spec.meaning, unit, options: options[name] ?? {} }]
  }),
) as Record<HyperparameterName, HyperparameterText>
