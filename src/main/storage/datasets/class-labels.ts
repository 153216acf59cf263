import { classesOfBoth } from '../../../contract/architectures/labels'
import { networksOfRun } from '../../../contract/architectures/networks-of'
import type { NetworkChoice } from '../../../contract/architectures/networks-of'
import type { Labels } from '../../../contract/datasets/dataset'
import { problemError } from '../../../contract/errors'

/** A data set's number of classes, and its name in errors. */
interface Classified {
  name: string
  /** Undefined if the data set has no labels. */
  has: number | undefined
  /** True if an import prepared it, false for IDX files. */
  prepared: boolean
}

/** Number of classes of images with these labels: all up to the largest label. */
export function classesIn(labels: Labels): number {
  let largest = 0
  for (const label of labels) largest = Math.max(largest, label)
  return largest + 1
}

/** The networks that are trained on a data set. */
export interface ForClasses {
  /** If given, the data set must have labels of exactly this many classes. */
  classes?: number | undefined
  /** True if the networks come from an architecture file, which no setting overrides. */
  ownNetworks?: boolean
}

/** Returns what the networks of a run require of its data set's labels. */
export const classesOfRun = (config: NetworkChoice): ForClasses => ({
  classes: classesOfBoth(networksOfRun(config)),
  ownNetworks: config.networks !== undefined,
})

/**
 * Checks that a data set has the labels that class-conditional networks are trained on. Their
 * number of classes must be exactly the data set's: with fewer, some labels have no row in the
 * embedding tables; with more, some rows are never trained on a real image.
 *
 * The remedy is a setting, or the architecture file if the networks come from one.
 *
 * @throws StudioError `usage` naming the data set, and the number of classes that it has
 */
export function refuseUnfitLabels(
  { name, has, prepared }: Classified,
  { classes, ownNetworks = false }: ForClasses,
): void {
  if (classes === undefined) return
  const at = (setting: string) => ({ where: ownNetworks ? 'networks' : setting })
  if (has === undefined) {
    const problem = ownNetworks ? 'ownNetworksWithoutLabels' : 'labelsMissing'
    throw problemError(
      'usage',
      problem,
      { name, kind: prepared ? 'prepared' : 'idx' },
      at('conditioning'),
    )
  }
  if (has === 1) {
    const problem = ownNetworks ? 'oneClassForOwnNetworks' : 'oneClassOnly'
    throw problemError('usage', problem, { name }, at('conditioning'))
  }
  if (has === classes) return
  const problem = ownNetworks ? 'ownClassesDoNotFit' : 'classesDoNotFit'
  throw problemError('usage', problem, { name, has, classes }, at('classes'))
}
