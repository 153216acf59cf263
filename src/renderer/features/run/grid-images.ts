import { architectureNamed } from '../../../contract/architectures/architectures'
import { takenClasses } from '../../../contract/architectures/labels'
import { networksOfRun } from '../../../contract/architectures/networks-of'
import { BATCH_GRID, sampleGrid } from '../../../contract/sample-grid'
import type { RunSummary } from '../../../contract/summary'

/** The number of images in each of a run's sample grids. */
export function gridImages(
  config: Pick<RunSummary['config'], 'hyperparameters' | 'networks'>,
): number {
  const { hyperparameters, networks } = config
  const { sampleLatents, batchSize, architecture } = hyperparameters
  if (sampleLatents === 'batch') return Math.min(BATCH_GRID.images, batchSize)
  const isKnown = networks ?? architectureNamed(architecture)
  const classes = isKnown === undefined ? undefined : takenClasses(networksOfRun(config).generator)
  return sampleGrid(classes).images.length
}
