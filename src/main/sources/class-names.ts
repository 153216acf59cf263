import type { SourceDescription } from '../../contract/datasets/source'
import { problemError } from '../../contract/errors'

/**
 * Renames the classes of a source.
 *
 * @param names one for each class, in the source's order; undefined keeps the source's names
 * @throws StudioError `usage` if the images have no classes, there are more or fewer names than
 *   classes, or two names are equal
 */
export function withClassNames(
  description: SourceDescription,
  names: readonly string[] | undefined,
): SourceDescription {
  if (names === undefined) return description
  const { classes, path: where } = description
  if (classes === null) throw problemError('usage', 'classNamesWithoutLabels', {}, { where })
  if (classes.length !== names.length) {
    const given = { found: names.length, classes: classes.length }
    throw problemError('usage', 'classNamesOfOtherCount', given, { where })
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw problemError('usage', 'classNameTwice', { name: twice }, { where })
  const renamed = classes.map(({ images }, i) => ({ name: names[i] as string, images }))
  return { ...description, classes: renamed }
}
