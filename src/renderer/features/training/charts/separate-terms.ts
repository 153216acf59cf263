import { architectureNamed } from '../../../../contract/architectures/architectures'
import { labelsOf } from '../../../../contract/architectures/labels'
import { networksOfRun } from '../../../../contract/architectures/networks-of'
import type { RunSummary } from '../../../../contract/summary'

/** A term that a network minimises besides its loss, and that the loss in the charts leaves out. */
export type SeparateTerm = 'penalty' | 'classification'

/** Returns the terms of a run that its charts leave out. */
export function separateTerms(
  config: Pick<RunSummary['config'], 'hyperparameters' | 'networks'>,
): SeparateTerm[] {
  const { hyperparameters: h, networks } = config
  const isKnown = networks ?? architectureNamed(h.architecture)
  const labels = isKnown && labelsOf(networksOfRun(config).discriminator)
  return [
    ...(h.penalty === 'none' ? [] : (['penalty'] as const)),
    ...(labels?.use === 'predicted' ? (['classification'] as const) : []),
  ]
}
