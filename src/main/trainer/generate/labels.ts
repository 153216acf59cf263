import { labelOf } from '../../../contract/class-choice'
import { problemError } from '../../../contract/errors'
import type { GenerateJob, GeneratorShape } from '../../../contract/trainer'

type Choice = Pick<GenerateJob, 'classes' | 'between'>

/**
 * Checks that the chosen classes exist.
 *
 * @throws StudioError `usage` naming the first that does not, or if the generator takes no labels
 */
export function refuseUnknownClasses(
  { classes: chosen }: Pick<GenerateJob, 'classes'>,
  { classes }: Pick<GeneratorShape, 'classes'>,
): void {
  if (chosen === undefined) return
  const where = { where: '--class' }
  if (classes === undefined) throw problemError('usage', 'generatorUnconditional', {}, where)
  const label = chosen.find((each) => each >= classes)
  if (label === undefined) return
  throw problemError('usage', 'noSuchClass', { label, last: classes - 1 }, where)
}

/** The labels [count] of images from index `from` on; undefined if the generator takes none. */
export function labelsFrom(
  from: number,
  count: number,
  { classes: chosen, between }: Choice,
  { classes }: Pick<GeneratorShape, 'classes'>,
): Int32Array | undefined {
  if (classes === undefined) return undefined
  // An interpolation keeps the class of its first image.
  const indexOf = (i: number): number => between?.from ?? from + i
  return Int32Array.from({ length: count }, (_, i) => labelOf(indexOf(i), chosen, classes))
}
