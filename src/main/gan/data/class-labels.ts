import { problemError } from '../../../contract/errors'

/** A data set's labels, and its name in errors. */
interface Labelled {
  name: string
  /** [images]; undefined if the data set has no labels. */
  labels: Uint8Array | undefined
}

/**
 * Checks that a data set has the labels that class-conditional networks are trained on. Their
 * number of classes must be exactly the data set's: with fewer, some labels have no row in the
 * embedding tables; with more, some rows are never trained on a real image.
 *
 * @param classes the networks' number of classes; undefined if they are unconditional
 * @throws StudioError `usage` naming the data set, and the number of classes that it has
 */
export function refuseUnfitLabels({ name, labels }: Labelled, classes: number | undefined): void {
  if (classes === undefined) return
  if (labels === undefined) {
    throw problemError('usage', 'labelsMissing', { name }, { where: 'conditioning' })
  }
  const has = labels.reduce((largest, label) => Math.max(largest, label), 0) + 1
  if (has === 1) throw problemError('usage', 'oneClassOnly', { name }, { where: 'conditioning' })
  if (has !== classes) {
    throw problemError('usage', 'classesDoNotFit', { name, has, classes }, { where: 'classes' })
  }
}
