import { architectureNamed } from '../../../contract/architectures/architectures'
import { labelsOf } from '../../../contract/architectures/labels'
import { networksOf } from '../../../contract/architectures/networks-of'
import type { Hyperparameters } from '../../../contract/hyperparameters'

/** The number of classes that a run's generator takes; undefined if it takes no labels. */
export function classesOf(hyperparameters: Hyperparameters | undefined): number | undefined {
  if (hyperparameters === undefined) return undefined
  if (architectureNamed(hyperparameters.architecture) === undefined) return undefined
  const labels = labelsOf(networksOf(hyperparameters).generator)
  return labels?.use === 'taken' ? labels.classes : undefined
}
