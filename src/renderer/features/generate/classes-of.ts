import { architectureNamed } from '../../../contract/architectures/architectures'
import { takenClasses } from '../../../contract/architectures/labels'
import { networksOfRun } from '../../../contract/architectures/networks-of'
import type { RunSummary } from '../../../contract/summary'

type Config = Pick<RunSummary['config'], 'hyperparameters' | 'networks'>

/** The number of classes that a run's generator takes; undefined if it takes no labels. */
export function classesOf(config: Config | undefined): number | undefined {
  if (config === undefined) return undefined
  const { hyperparameters, networks } = config
  const isKnown = networks ?? architectureNamed(hyperparameters.architecture)
  return isKnown === undefined ? undefined : takenClasses(networksOfRun(config).generator)
}
